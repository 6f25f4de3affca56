import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { defaultWalkLimits } from '@tributary/shared/objects/members.ts';
import type { ReadFrom } from '@tributary/shared/objects/object-part.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cuts,
  envelope,
  envelopes,
  eventsIn,
  expectResumable,
  expectTiled,
  identitiesOf,
  messagesOf,
  read,
  split,
  tinyWalk,
} from './read-log-object-for-tests.ts';

describe('readObject', () => {
  test('any split of the envelopes into members, padded or not, gives the same events', async () => {
    await fc.assert(
      fc.asyncProperty(
        envelopes,
        cuts,
        fc.constantFrom('', '\n', '\0\0\0', '\r\n'),
        fc.integer({ min: 1, max: 500 }),
        fc.boolean(),
        async (batches, at, padding, chunk, isTiny) => {
          const text = Buffer.from(batches.map((messages, index) => envelope(messages, `s${index}`)).join(''));
          const members = split(text, at).map((part) => Buffer.concat([gzipSync(part), Buffer.from(padding)]));
          const bytes = Buffer.concat(members);
          const parts = await read(bytes, isTiny ? { walk: tinyWalk } : {}, chunk);
          expect(messagesOf(parts)).toEqual(batches.flat());
          expect(parts.filter(({ kind }) => kind === 'rejected')).toEqual([]);
          expectTiled(parts, bytes.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('reads on from any cut as if nothing had happened, whatever the shape and the chunks', async () => {
    const batches = Array.from({ length: 12 }, (_, at) =>
      Array.from({ length: 5 }, (__, n) => `message ${at}.${n} }{`),
    );
    const texts = batches.map((messages, index) => envelope(messages, `s${index}`));
    const members = Buffer.concat(texts.map((text) => gzipSync(text)));
    const lines = Buffer.from(batches.flat().join('\n'));
    const blocks = Buffer.concat(split(lines, [100, 333, 400, 777]).map((part) => gzipSync(part)));
    const shapes = [
      members,
      gzipSync(members),
      Buffer.from(texts.join('')),
      Buffer.from(texts.join('\n')),
      lines,
      blocks,
      gzipSync(lines),
    ];
    for (const [shape, bytes] of shapes.entries()) {
      expect(messagesOf(await read(bytes))).toEqual(batches.flat());
      for (const walk of [defaultWalkLimits, tinyWalk]) {
        const options = { segment: { bytes: 700, records: 9 }, walk };
        const cut = await read(bytes, options, 64);
        expect(identitiesOf(cut), `shape ${shape}`).toEqual(identitiesOf(await read(bytes, { walk })));
        expectTiled(cut, bytes.length);
        await expectResumable(bytes, cut, options);
      }
    }
  });

  test('a run of plain text is cut between its lines', async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => `line ${at} ${'x'.repeat(at % 90)}`);
    const bytes = Buffer.from(lines.join('\n'));
    const parts = await read(bytes, { segment: { bytes: 1_000_000, records: 1e9 } }, 65_536);
    const places: ReadFrom[] = parts.filter((part) => part.kind === 'cut');
    expect(places.length).toBeGreaterThan(1);
    expect(messagesOf(parts)).toEqual(lines);
    expectTiled(parts, bytes.length);
    for (const from of places) {
      const rest = await read(bytes, { segment: { bytes: 1_000_000, records: 1e9 }, from }, 65_536);
      expect(messagesOf(rest)).toEqual(lines.slice(-messagesOf(rest).length));
      expectTiled(rest, bytes.length, from.position[0]);
    }
  });

  test('what is damaged is rejected with its bytes, and the members around it are read', async () => {
    const good = (at: number) => gzipSync(envelope([`good ${at}`], `s${at}`));
    const spoilt = Buffer.from(gzipSync(envelope(['lost'], 'x')));
    spoilt[spoilt.length - 6] = (spoilt[spoilt.length - 6] ?? 0) ^ 0xff;
    for (const walk of [undefined, tinyWalk]) {
      const bytes = Buffer.concat([good(1), spoilt, good(2), Buffer.from('noise'), good(3), good(4).subarray(0, 40)]);
      const parts = await read(bytes, walk ? { walk } : {});
      expect(messagesOf(parts).filter((each) => each !== 'lost')).toEqual(['good 1', 'good 2', 'good 3']);
      expectTiled(parts, bytes.length);
      const rejected = parts.filter((part) => part.kind === 'rejected');
      expect(rejected.map(({ reason }) => reason)).toContain('the checksum does not match');
      for (const { bytes: kept, offset, end } of rejected) expect(kept).toEqual(bytes.subarray(offset, end));
    }
  });

  test('a member too large for memory is read as a stream, up to its damage', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `line ${at}`);
    const whole = gzipSync(lines.join('\n'), { level: 1 });
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, damaged.length - 3000, damaged.length - 2900);
    const walk = { glanceBytes: 512, wholeBytes: 1024 };
    expect(messagesOf(await read(whole, { walk }))).toEqual(lines);
    const parts = await read(Buffer.concat([damaged, gzipSync('after')]), { walk });
    const kept = messagesOf(parts);
    expect(kept.at(-1)).toBe('after');
    expect(parts.some(({ kind }) => kind === 'rejected')).toBe(true);
    expectTiled(parts, damaged.length + gzipSync('after').length);
  });

  test('optional fields of a gzip header are passed', async () => {
    const data = Buffer.from('a line');
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc32(data), 0);
    trailer.writeUInt32LE(data.length, 4);
    const header = Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, 65, 0, 66, 0, 1, 2]);
    const bytes = Buffer.concat([header, deflateRawSync(data), trailer]);
    expect(messagesOf(await read(bytes))).toEqual(['a line']);
  });

  test('an envelope that is broken gives its whole events, and its bytes', async () => {
    const broken = envelope(['one', 'two', 'three'], 's').replace('"three"', 'three');
    for (const text of [broken + envelope(['next'], 't'), `${broken}\n${envelope(['next'], 't')}`]) {
      const parts = await read(gzipSync(text));
      expect(messagesOf(parts)).toEqual(['one', 'two', 'next']);
      const [rejected] = parts.filter((part) => part.kind === 'rejected');
      expect(rejected?.bytes.toString()).toBe(broken);
    }
  });

  test('log lines that are JSON themselves are lines', async () => {
    const lines = ['{"date":"x","status":200}', '{"cut":"in the mid'];
    expect(messagesOf(await read(Buffer.from(lines.join('\n'))))).toEqual(lines);
  });

  test('bytes that are no UTF-8 can be had back from a line', async () => {
    const bytes = Buffer.from([65, 0xff, 0xfe, 66, 10, 0xc3, 0xa9]);
    const events = (await read(bytes)).flatMap((part) => (part.kind === 'records' ? eventsIn(part.records) : []));
    expect(events.map(({ message: { text, encoding } }) => Buffer.from(text, encoding))).toEqual([
      Buffer.from([65, 0xff, 0xfe, 66]),
      Buffer.from('é'),
    ]);
  });
});
