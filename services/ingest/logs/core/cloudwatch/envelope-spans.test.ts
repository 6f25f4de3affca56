import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEnvelope } from './envelope.ts';
import { readEnvelopeSpans } from './envelope-spans.ts';
import { eventsOf, type LogEvents } from './log-events.ts';

const head = {
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: '/hap"roxy',
  logStream: 'edge-ü',
  subscriptionFilters: ['to-lake'],
};
const eventOf = (message: string, at: number) => ({ id: `${at}`.padStart(56, '3'), timestamp: 1000 + at, message });
const textOf = (messages: readonly string[]): string =>
  JSON.stringify({ ...head, logEvents: messages.map((message, at) => eventOf(message, at)) });
const spansOf = (text: string): LogEvents | undefined => {
  const bytes = Buffer.from(`before${text}after`);
  return readEnvelopeSpans(bytes, 6, bytes.length - 5);
};
const told = ({ length, stream, timestampOf, idOf, messageOf }: LogEvents) =>
  Array.from({ length }, (_, index) => [stream, timestampOf(index), idOf(index), messageOf(index)]);

describe('readEnvelopeSpans', () => {
  test('finds the events of an envelope as CloudWatch Logs writes it', () => {
    const messages = [
      'plain',
      '',
      '"',
      '\\',
      '\\"',
      '\\\\',
      '"}]}',
      '"},{"id":"1","timestamp":2,"message":"',
      'ü\n\t\u0001',
    ];
    const spans = spansOf(textOf(messages));
    expect(spans?.length).toBe(messages.length);
    expect(spans === undefined ? [] : told(spans)).toEqual(
      messages.map((text, at) => [
        '123456789012\n/hap"roxy\nedge-ü',
        1000 + at,
        eventOf('', at).id,
        { text, encoding: 'utf8' },
      ]),
    );
  });

  test.each([
    ['one event with more than three keys', textOf(['a', 'b']).replace('"a"', '"a","extractedFields":{"x":"y"}')],
    ['keys in another order', JSON.stringify({ logEvents: [eventOf('a', 1)], ...head })],
    ['spaces', JSON.stringify({ ...head, logEvents: [eventOf('a', 1)] }, null, 1)],
    ['two envelopes', textOf(['a']) + textOf(['b'])],
    ['an id that is no number', textOf(['a']).replace('"id":"3', '"id":"x')],
    ['a timestamp with a zero before it', textOf(['a']).replace('"timestamp":1', '"timestamp":01')],
    ['no events', JSON.stringify({ ...head, logEvents: [] })],
    ['a control message', textOf(['a']).replace('DATA', 'CONTROL')],
    ['a cut', textOf(['a', 'b']).slice(0, -4)],
  ])('leaves %s to JSON.parse', (_, text) => {
    expect(spansOf(text)).toBeUndefined();
  });

  const piece = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('"', '\\', '"}', ',', '},{"id":"', '0'),
  );
  const damaged = fc
    .tuple(
      fc.array(piece, { minLength: 1, maxLength: 5 }),
      fc.nat(),
      fc.nat(3),
      fc.option(piece, { nil: '' }),
      fc.boolean(),
    )
    .map(([messages, place, length, text, isDamaged]) => {
      const whole = textOf(messages);
      const at = place % whole.length;
      // A half of a surrogate pair has no bytes of its own.
      return Buffer.from(isDamaged ? whole.slice(0, at) + text + whole.slice(at + length) : whole).toString();
    });

  test('says of any envelope that it takes what JSON.parse says', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const spans = spansOf(text);
        const envelope = readEnvelope(text);
        if (spans === undefined) return;
        if (typeof envelope !== 'string') expect(told(spans)).toEqual(told(eventsOf(envelope)));
        // No JSON at all only where what is wrong is within a message.
        else expect(typeof readEnvelope(text.replace(/"message":"(?:[^"\\]|\\.)*"/gs, '"message":""'))).toBe('object');
      }),
      { numRuns: 3000 },
    );
  });
});
