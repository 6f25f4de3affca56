import { deflateRawSync, gzipSync } from 'node:zlib';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import { readObject } from '@tributary/shared/objects/read-object.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEvents } from '../core/cloudwatch/log-events.ts';
import { createLogTextReader } from '../core/cloudwatch/log-text.ts';

const endless = { bytes: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };
const salvage = createSalvage();
const tinyWalk = { glanceBytes: 256, wholeBytes: 1024 };

async function read(bytes: Buffer, walk?: typeof tinyWalk): Promise<readonly ObjectPart<LogEvents>[]> {
  const open = async function* (offset: number) {
    for (let at = offset; at < bytes.length; at += 5000) yield bytes.subarray(at, at + 5000);
  };
  const parts: ObjectPart<LogEvents>[] = [];
  const options = { text: createLogTextReader(), salvage, segment: endless, ...(walk === undefined ? {} : { walk }) };
  for await (const part of readObject(open, options)) parts.push(part);
  return parts;
}

const messagesOf = (parts: readonly ObjectPart<LogEvents>[]) =>
  parts.flatMap((part) =>
    part.kind === 'records'
      ? Array.from({ length: part.records.length }, (_, at) => `${part.records.messageOf(at).text}`)
      : [],
  );

/** No two alike: a wrong one is none of them. */
const line = (member: number, at: number) =>
  `192.0.2.${(at * 37) % 251}:${40000 + at} [20/Nov/2026:13:50:17.${100 + (at % 900)}] www app/a${at % 3} 0/0/${at % 7}/2/${at} 200 ${at * 31} - - ---- 1/1/0/0/0 0/0 "GET /m${member}/${at * 7919} HTTP/1.1"`;
const linesOf = (member: number, count: number) => Array.from({ length: count }, (_, at) => line(member, at));
const envelope = (member: number, count: number) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '1',
    logGroup: 'g',
    logStream: 's',
    subscriptionFilters: ['f'],
    logEvents: linesOf(member, count).map((message, at) => ({
      id: `${member * 1000 + at}`.padStart(56, '3'),
      timestamp: 1_795_182_617_000 + at,
      message,
    })),
  });

const counts = [30, 200, 400];
const truth = new Set(counts.flatMap((count, member) => linesOf(member, count)));
const members = counts.map((count, member) => gzipSync(envelope(member, count)));
const shapes = {
  members: Buffer.concat(members),
  twice: gzipSync(Buffer.concat(members)),
  lines: Buffer.concat(counts.map((count, member) => gzipSync(`${linesOf(member, count).join('\n')}\n`))),
};

/** What a damage does to bytes. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('flip'), at: fc.nat(), bit: fc.nat(7) }).map(({ at, bit }) => (bytes: Buffer) => {
    const place = at % bytes.length;
    bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
    return bytes;
  }),
  fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 80 })).map(([at, more]) => (bytes: Buffer) => {
    Buffer.from(more).copy(bytes, at % bytes.length);
    return bytes;
  }),
  fc.tuple(fc.nat(), fc.nat(255), fc.integer({ min: 1, max: 300 })).map(
    ([at, byte, length]) =>
      (bytes: Buffer) =>
        bytes.fill(byte, at % bytes.length, Math.min(bytes.length, (at % bytes.length) + length)),
  ),
  fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 40 })).map(
    ([at, more]) =>
      (bytes: Buffer) =>
        Buffer.concat([bytes.subarray(0, at % bytes.length), more, bytes.subarray(at % bytes.length)]),
  ),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 400 })).map(
    ([at, length]) =>
      (bytes: Buffer) =>
        Buffer.concat([bytes.subarray(0, at % bytes.length), bytes.subarray((at % bytes.length) + length)]),
  ),
  fc.nat().map((at) => (bytes: Buffer) => bytes.subarray(0, Math.max(2, at % bytes.length))),
);

function expectTiled(parts: readonly ObjectPart<LogEvents>[], size: number): void {
  const extents = parts.filter((part) => part.kind === 'extent');
  expect(extents.reduce((at, unit) => (unit.offset === at ? unit.end : Number.NaN), 0)).toBe(size);
}

describe('whatever is damaged', () => {
  test.each(Object.entries(shapes))(
    'no line of %s is wrong, and all bytes are accounted for',
    async (_, whole) => {
      await fc.assert(
        fc.asyncProperty(damage, fc.boolean(), async (spoil, isTiny) => {
          const bytes = Buffer.from(spoil(Buffer.from(whole)));
          const parts = await read(bytes, isTiny ? tinyWalk : undefined);
          expect(messagesOf(parts).filter((each) => !truth.has(each))).toEqual([]);
          expectTiled(parts, bytes.length);
        }),
        { numRuns: 700 },
      );
    },
    60_000,
  );

  test.each([
    ['members', undefined, 400],
    ['members', tinyWalk, 400],
    ['lines', undefined, 400],
    ['lines', tinyWalk, 400],
    ['twice', undefined, 229],
  ] as const)('what precedes a cut of %s is kept, marked, and its bytes are read', async (shape, walk, least) => {
    const cut = shapes[shape].subarray(0, shapes[shape].length - 300);
    const parts = await read(cut, walk);
    const kept = messagesOf(parts);
    expect(kept.length).toBeGreaterThan(least);
    expect(kept).toEqual([...truth].slice(0, kept.length));
    expect(parts.some((part) => part.kind === 'records' && part.isSalvaged)).toBe(true);
    const lost = parts.find((part) => part.kind === 'rejected' && part.end === cut.length);
    expect(lost).toBeDefined();
    expectTiled(parts, cut.length);
  });

  test('members around a damaged one are read, of which nothing is', async () => {
    const [one, two, three] = members.map((member) => Buffer.from(member));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three members');
    two.fill(0xff, two.length - 200, two.length - 150);
    const parts = await read(Buffer.concat([one, two, three]));
    expect(messagesOf(parts)).toEqual([...linesOf(0, 30), ...linesOf(2, 400)]);
    expect(parts.some((part) => part.kind === 'records' && part.isSalvaged)).toBe(false);
  });

  test('of members that were gzipped once more those before the damage are kept, and marked', async () => {
    const whole = Buffer.concat(counts.map((count, member) => gzipSync(envelope(member, count), { level: 0 })));
    const spoilt = Buffer.from(gzipSync(whole));
    spoilt.fill(0xff, spoilt.length - 500, spoilt.length - 450);
    const parts = await read(spoilt);
    expect(messagesOf(parts)).toEqual([...linesOf(0, 30), ...linesOf(1, 200)]);
    expect(parts.every((part) => part.kind !== 'records' || part.isSalvaged)).toBe(true);
  });

  test('a member that inflates to more than a log can is rejected at once', async () => {
    const zeros = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
    // Blocks without a last one, over and over: a stored, empty block in between starts each on a byte.
    const block = deflateRawSync(Buffer.alloc(64 * 1024 * 1024), { finishFlush: 3 });
    expect(zeros.length).toBeLessThan(block.length + 100);
    const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
    const bomb = Buffer.concat([header, ...Array.from({ length: 40 }, () => block)]);
    const parts = await read(Buffer.concat([bomb, members[0] ?? Buffer.alloc(0)]));
    expect(messagesOf(parts)).toEqual(linesOf(0, 30));
    expect(parts.filter((part) => part.kind === 'rejected')[0]?.reason).toMatch(/more than 1 GiB and 250 times/);
  }, 30_000);
});
