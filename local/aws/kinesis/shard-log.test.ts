import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Write } from '../../kernel/disk.ts';
import { openShardLog, type ShardLog } from './shard-log.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'shard-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const everything = { records: 1_000_000, bytes: 1 << 30, since: 0 };
const record = (partitionKey: string, data: Uint8Array = Buffer.from(partitionKey)) => ({ partitionKey, data });
const keys = (log: ShardLog, from = 0) => log.read(from, everything).records.map(({ partitionKey }) => partitionKey);
const filesIn = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

const batches = fc.array(
  fc.array(fc.record({ partitionKey: fc.string({ minLength: 1 }), data: fc.uint8Array({ maxLength: 200 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
  { maxLength: 8 },
);

test('what was appended is read again, from any record on, also after a restart and a torn last write', () => {
  fc.assert(
    fc.property(batches, fc.nat({ max: 400 }), (all, torn) => {
      const folder = mkdtempSync(join(dir, 'run-'));
      const log = openShardLog(folder);
      const offsets = all.flatMap((batch, index) => log.append(batch, index));
      const whole = all.flat();
      const [file = ''] = filesIn(folder);
      const size = file === '' ? 0 : statSync(file).size;
      const cut = Math.max(0, size - torn);
      if (file !== '') truncateSync(file, cut);
      const again = openShardLog(folder);
      const left = whole.filter((_record, index) => (offsets[index + 1] ?? size) <= cut);
      expect(again.end()).toBe(offsets[left.length] ?? size);
      expect(again.append([record('next')], 99)).toEqual([again.end() - 26]);
      const expected = [...left, record('next')].map(({ partitionKey, data }) => [
        partitionKey,
        Buffer.from(data).toString('hex'),
      ]);
      for (const [index, offset] of [...offsets.slice(0, left.length), again.end() - 26].entries()) {
        const { records, end } = again.read(offset, everything);
        expect(records.map(({ partitionKey, data }) => [partitionKey, data.toString('hex')])).toEqual(
          expected.slice(index),
        );
        expect(end).toBe(again.end());
      }
      log.close();
      again.close();
    }),
    { numRuns: 60 },
  );
});

test('a read ends at its limits, but has one record at least', () => {
  const log = openShardLog(dir);
  log.append([record('a', Buffer.alloc(3_000_000)), record('b', Buffer.alloc(100)), record('c', Buffer.alloc(100))], 1);
  const first = log.read(0, { ...everything, bytes: 1_000 });
  expect(first.records.map(({ partitionKey }) => partitionKey)).toEqual(['a']);
  const second = log.read(first.end, { ...everything, bytes: 150 });
  expect(second.records.map(({ partitionKey }) => partitionKey)).toEqual(['b']);
  expect(keys(log, second.end)).toEqual(['c']);
  expect(log.read(0, { ...everything, records: 2 }).records).toHaveLength(2);
  log.close();
});

test('a segment follows the other; those whose records are all too old are removed', () => {
  const log = openShardLog(dir);
  for (const arrival of [10, 20, 30, 40]) log.append([record(`${arrival}`, Buffer.alloc(17 << 20, arrival))], arrival);
  expect(filesIn(dir)).toHaveLength(4);
  expect(keys(log)).toEqual(['10', '20', '30', '40']);
  expect(keys(log, log.offsetAt(20))).toEqual(['20', '30', '40']);
  expect(keys(log, log.offsetAt(21))).toEqual(['30', '40']);
  expect(log.offsetAt(41)).toBe(log.end());
  expect(log.read(0, { ...everything, since: 25 }).records[0]?.partitionKey).toBe('30');
  log.trim(25);
  expect(keys(log)).toEqual(['20', '30', '40']);
  expect(keys(openShardLog(dir))).toEqual(['20', '30', '40']);
  log.close();
});

test('arrival times never fall, also when the clock does', () => {
  const log = openShardLog(dir);
  log.append([record('a')], 100);
  const again = openShardLog(dir);
  again.append([record('b')], 50);
  expect(again.read(0, everything).records.map(({ arrival }) => arrival)).toEqual([100, 100]);
  log.close();
  again.close();
});

test('rubbish after the last record is cut off; a damaged record is lost alone', () => {
  const log = openShardLog(dir);
  log.append([record('a'), record('b'), record('c')], 1);
  const [file = ''] = filesIn(dir);
  appendFileSync(file, Buffer.alloc(100, 1));
  expect(keys(openShardLog(dir))).toEqual(['a', 'b', 'c']);
  const bytes = readFileSync(file);
  // The second's key, then the first's length.
  for (const [place, left] of [
    [18 + 2 + 18, ['a', 'c']],
    [1, ['c']],
  ] as const) {
    bytes[place] = 255;
    writeFileSync(file, bytes);
    expect(keys(log)).toEqual(left);
    const again = openShardLog(dir);
    expect(keys(again)).toEqual(left);
    expect(again.end()).toBe(log.end());
    again.close();
  }
  log.close();
});

test('a batch is stored whole or not at all, however much of it the disk still takes', () => {
  const disk = { room: 1_000 };
  const write: Write = (descriptor, bytes, offset, position) => {
    const length = Math.min(disk.room, bytes.length - offset);
    if (length === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    disk.room -= length;
    return writeSync(descriptor, bytes, offset, length, position);
  };
  const log = openShardLog(dir, write);
  log.append([record('a')], 1);
  for (let room = 0; room < 60; room += 7) {
    disk.room = room;
    expect(() => log.append([record('b'), record('c'), record('d')], 2)).toThrow(/disk is full: .*\.records/);
    expect(keys(log)).toEqual(['a']);
    expect(keys(openShardLog(dir))).toEqual(['a']);
  }
  disk.room = 1_000;
  log.append([record('e')], 3);
  expect(keys(log)).toEqual(['a', 'e']);
  expect(keys(openShardLog(dir))).toEqual(['a', 'e']);
  log.close();
});
