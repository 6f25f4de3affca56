import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEvents } from './log-events.ts';
import { createLogTextReader, type LogText } from './log-text.ts';

type Event = { readonly id: string; readonly timestamp: number; readonly message: string };
type Envelope = ReturnType<typeof envelopeOf>;

const envelopeOf = (messages: readonly string[], stream: string) => ({
  messageType: 'DATA_MESSAGE',
  owner: '1',
  logGroup: 'g',
  logStream: stream,
  subscriptionFilters: ['f'],
  logEvents: messages.map((message, at): Event => ({ id: `${stream}${at}`, timestamp: 1000 + at, message })),
});

const flattened = ({ owner, logGroup, logStream, logEvents }: Envelope) =>
  logEvents.map((event) => ({ ...event, owner, logGroup, logStream }));

const ownerFirst = ({ messageType, logEvents, ...rest }: Envelope) => ({ ...rest, messageType, logEvents });
const eventsFirst = ({ logEvents, ...rest }: Envelope) => ({ cluster: 'x', logEvents, ...rest });

/** Ways in which the same log events are written. */
const shapes: Readonly<Record<string, (envelopes: readonly Envelope[]) => string>> = {
  'back to back': (all) => all.map((each) => JSON.stringify(each)).join(''),
  'one per line': (all) => all.map((each) => `${JSON.stringify(each)}\r\n`).join(''),
  'behind a byte order mark': (all) => all.map((each) => `\ufeff${JSON.stringify(each)}`).join(''),
  'owner first': (all) => all.map((each) => JSON.stringify(ownerFirst(each))).join(''),
  'owner first, one per line': (all) => all.map((each) => `${JSON.stringify(ownerFirst(each))}\n`).join(''),
  'events first': (all) => all.map((each) => JSON.stringify(eventsFirst(each))).join('\n'),
  pretty: (all) => all.map((each) => JSON.stringify(eventsFirst(each), null, 2)).join('\n'),
  'pretty by tabs, back to back': (all) => all.map((each) => JSON.stringify(each, null, '\t')).join(''),
  'an array': (all) => JSON.stringify(all),
  'a pretty array': (all) => `\ufeff${JSON.stringify(all, null, 2)}\n`,
  'arrays back to back': (all) => all.map((each) => JSON.stringify([each])).join(''),
  'arrays, one per line': (all) => all.map((each) => JSON.stringify([ownerFirst(each)])).join('\n'),
  'events by themselves': (all) =>
    all
      .flatMap(flattened)
      .map((each) => JSON.stringify(each))
      .join('\n'),
  'events by themselves, back to back': (all) =>
    all
      .flatMap(flattened)
      .map((each) => JSON.stringify(each))
      .join(''),
  'an array of events': (all) => JSON.stringify(all.flatMap(flattened)),
  'a pretty array of events': (all) => JSON.stringify(all.flatMap(flattened), null, 1),
};

const eventsIn = ({ length, stream, idOf, messageOf, timestampOf }: LogEvents) =>
  Array.from({ length }, (_, at) => [stream, idOf(at), timestampOf(at), messageOf(at).text]);

const told = (texts: readonly LogText[]) =>
  texts.flatMap((text): unknown[] => (text.kind === 'records' ? eventsIn(text.records) : [text]));

function read(text: string, runBytes: number) {
  const reader = createLogTextReader();
  const bytes = Buffer.from(text);
  const texts: LogText[] = [];
  for (let at = 0; at < bytes.length; at += runBytes)
    texts.push(...reader.push(Buffer.from(bytes.subarray(at, at + runBytes)), [at]));
  texts.push(...reader.flush());
  expect(reader.consumed()).toBe(bytes.length);
  return told(texts);
}

const message = fc.oneof(
  fc.string(),
  fc.constantFrom('}{', '[{', '}]', ']},{', '{"messageType":"x"}', '"}]}', 'a line\nand another', '\\', '{"log":"x"}'),
);
const batches = fc.array(fc.array(message, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });

describe('log events are found by what they are', () => {
  test.each(Object.entries(shapes))('%s, in whatever runs they come', (_, shape) => {
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 400 }), (all, runBytes) => {
        const envelopes = all.map((messages, at) => envelopeOf(messages, `s${at}`));
        const expected = envelopes.flatMap(({ logStream, logEvents }) =>
          logEvents.map(({ id, timestamp, message: text }) => [`1\ng\n${logStream}`, id, timestamp, text]),
        );
        expect(read(shape(envelopes), runBytes)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['a log that is JSON', '{"date":"x","status":200}'],
    ['wrapped lines', '{"log":"a line","stream":"stdout"}'],
    ['an object that is cut', '{"cut":"in the mid'],
    ['an array of others', '[{"a":1},{"a":2}]'],
    ['a notice in brackets', '[NOTICE] 1 (8): New worker forked'],
    ['an object with more behind it', '{"a":1} and more'],
    ['brackets', '[x] [y]'],
    ['a comma', ',, x'],
    ['half a number of keys', '{"id":"1","message":"m","timestamp":"today"}'],
  ])('%s stays a line', (_, line) => {
    for (const runBytes of [7, 1000]) {
      const envelope = JSON.stringify(envelopeOf(['m'], 's'));
      const lines = read(`${line}\n${envelope}\n${line}\n`, runBytes);
      expect(lines.map((each) => (Array.isArray(each) ? each[3] : each))).toEqual([line, 'm', line]);
    }
  });

  test.each([
    ['back to back', (all: readonly string[]) => all.join('')],
    ['in an array', (all: readonly string[]) => `[${all.join(',')}]`],
    ['in an array with blanks', (all: readonly string[]) => `[ ${all.join(', ')} ]\n`],
    ['in arrays back to back', (all: readonly string[]) => all.map((each) => `[${each}]`).join('')],
    ['some on one line', (all: readonly string[]) => all.map((each, at) => each + (at % 3 ? '' : '\n')).join('')],
  ])('objects around lines %s are a line each, in whatever runs they come', (_, shape) => {
    const wrapped = fc.record({
      message: fc.oneof(fc.string(), fc.constantFrom('}{', '},{', '"}]', '\\')),
      timestamp: fc.string(),
    });
    fc.assert(
      fc.property(
        fc.array(wrapped, { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 200 }),
        (all, runBytes) => {
          const objects = all.map((each) => JSON.stringify(each));
          const lines = read(shape(objects), runBytes).map((each) => (Array.isArray(each) ? each[3] : each));
          expect(lines).toEqual(objects);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a log that is JSON over several lines is one line', () => {
    const pretty = JSON.stringify({ status: 200, path: '/', list: [1, { a: null }] }, null, 2);
    expect(read(`${pretty}\nnext\n`, 9).map((each) => (Array.isArray(each) ? each[3] : each))).toEqual([
      pretty,
      'next',
    ]);
  });

  test('an envelope that goes wrong gives the events before, and is rejected once, over several lines too', () => {
    const broken = (indent: number | undefined) =>
      JSON.stringify(envelopeOf(['one', 'two', 'three'], 's'), null, indent).replace('"three"', 'three"');
    const after = JSON.stringify(envelopeOf(['after'], 't'));
    for (const indent of [undefined, 2]) {
      const read1 = read(`${broken(indent)}\n${after}`, 50);
      expect(read1.map((each) => (Array.isArray(each) ? each[3] : each))).toEqual([
        'one',
        'two',
        { kind: 'rejected', reason: 'no whole JSON object', bytes: Buffer.from(broken(indent)), at: [0] },
        'after',
      ]);
    }
  });
});
