import * as fc from 'fast-check';
import { gzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { crc32 } from './crc32.ts';
import { readMembers } from './members.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const member = (text: string) => gzipSync(bytesOf(text));
const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const all = { isWhole: true, mostBytes: 1e8 };
const told = (bytes: Uint8Array, options = all) =>
  readMembers(bytes, options).members.map(({ offset, end, data, state }) => [
    offset,
    end,
    state,
    new TextDecoder().decode(data),
  ]);

const [one, two, three] = [member('one'), member('two'.repeat(5000)), member('three')];
const long = 'two'.repeat(5000);

test('members are told one by one, with where they lie', () => {
  const [a, b] = [one.length, one.length + two.length];
  expect(told(join(one, two, three))).toEqual([
    [0, a, 'whole', 'one'],
    [a, b, 'whole', long],
    [b, b + three.length, 'whole', 'three'],
  ]);
  expect(told(new Uint8Array(0))).toEqual([]);
});

test('zeros and line ends between members, and behind the last, are padding', () => {
  const padding = Uint8Array.of(0, 0, 10, 13, 0);
  expect(told(join(one, padding, three, padding))).toEqual([
    [0, one.length, 'whole', 'one'],
    [one.length + 5, one.length + 5 + three.length, 'whole', 'three'],
  ]);
});

test('members of nothing are members', () => {
  const empty = member('');
  expect(told(join(empty, one, empty)).map(([, , state, data]) => [state, data])).toEqual([
    ['whole', ''],
    ['whole', 'one'],
    ['whole', ''],
  ]);
});

test('a member of nothing is one whatever its header says, and zeros within a damaged one are not its end', () => {
  const named = gzipSync(new Uint8Array(0), { filename: 'a name.txt' });
  expect(told(named)).toEqual([[0, named.length, 'whole', '']]);
  const zeros = one.slice();
  zeros.fill(0, 10, zeros.length);
  zeros[10] = 0xff;
  expect(readMembers(zeros, all).members[0]?.state).toBe('damaged');
});

test('a damaged member is told with its range, and the next are read', () => {
  const at = one.length;
  const broken = two.slice();
  broken.fill(0xff, 15, 25);
  const found = readMembers(join(one, broken, three), all).members;
  expect(found.map(({ offset, end, state }) => [offset, end, state])).toEqual([
    [0, at, 'whole'],
    [at, at + two.length, 'damaged'],
    [at + two.length, at + two.length + three.length, 'whole'],
  ]);
  expect(found[1]?.reason).toMatch(/invalid|distance|length|block/);
});

test('a checksum that does not match is a damage, in the middle and at the end', () => {
  const wrong = one.slice();
  wrong[wrong.length - 8] = (wrong[wrong.length - 8] ?? 0) ^ 1;
  for (const bytes of [join(wrong, three), join(three, wrong)]) {
    const bad = readMembers(bytes, all).members.filter(({ state }) => state === 'damaged');
    expect(bad).toHaveLength(1);
    expect(bad[0]?.reason).toMatch(/checksum/);
  }
  const short = one.slice();
  short[short.length - 1] = 9;
  expect(readMembers(join(short, three), all).members[0]?.reason).toBe('the length does not match');
});

test('bytes that are no member are told, also where they are zeros within', () => {
  const junk = bytesOf(`no member${'\0'.repeat(40)}at all`);
  expect(told(join(one, junk, three)).map(([, , state]) => state)).toEqual(['whole', 'damaged', 'whole']);
  expect(readMembers(junk, all).members[0]).toMatchObject({ offset: 0, end: junk.length, reason: 'no gzip header' });
});

test('a member that the end of the object cuts gives what precedes the cut; of a part it goes on', () => {
  const text = Array.from({ length: 20_000 }, (_, at) => `line ${at * 7919}\n`).join('');
  const bytes = join(one, member(text).slice(0, 30_000));
  for (const [isWhole, state] of [
    [true, 'cut'],
    [false, 'open'],
  ] as const) {
    const last = readMembers(bytes, { ...all, isWhole }).members.at(-1);
    expect(last).toMatchObject({ state, end: bytes.length });
    const start = new TextDecoder().decode(last?.data);
    expect(start.length).toBeGreaterThan(10_000);
    expect(text.startsWith(start)).toBe(true);
  }
  for (const length of [one.length - 1, one.length - 7, one.length - 9, 12, 5])
    expect(readMembers(one.slice(0, length), all).members.at(-1)?.state).not.toBe('whole');
});

test('no more is unpacked than there is room for', () => {
  const bomb = gzipSync(new Uint8Array(20_000_000));
  const { members, isFull } = readMembers(join(bomb, one), { isWhole: true, mostBytes: 1_000_000 });
  expect(isFull).toBe(true);
  expect(members).toHaveLength(1);
  expect(members[0]?.state).toBe('open');
  expect(members[0]?.data.length).toBeLessThan(8_000_000);
});

test('however data are split into members, they come back', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constant('x'.repeat(9000)))), (texts) => {
      const found = readMembers(join(...texts.map(member)), all).members;
      expect(found.map(({ state }) => state)).toEqual(texts.map(() => 'whole'));
      expect(found.map(({ data }) => new TextDecoder().decode(data))).toEqual(texts);
    }),
  );
});

test('whatever the bytes, it ends, and the ranges are in order within them', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 255 })).map(([at, byte]) => {
      const some = join(one, three, one);
      some[at] = byte;
      return some;
    }),
  );
  fc.assert(
    fc.property(bytes, fc.boolean(), (some, isWhole) => {
      let before = 0;
      for (const { offset, end } of readMembers(some, { ...all, isWhole }).members) {
        expect(offset).toBeGreaterThanOrEqual(before);
        expect(end).toBeGreaterThan(offset);
        before = end;
      }
      expect(before).toBeLessThanOrEqual(some.length);
    }),
  );
});

test('the checksum is that of RFC 1952', () => {
  expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926);
  expect(crc32(bytesOf('6789'), crc32(bytesOf('12345')))).toBe(0xcbf43926);
});
