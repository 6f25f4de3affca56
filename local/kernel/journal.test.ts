import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCompactingJournal } from './compacting-journal.ts';
import { DiskError, type Write } from './disk.ts';
import { openJournal } from './journal.ts';

let folder: string;
let file: string;
let warned: string[];
const warn = (text: string) => warned.push(text);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  file = join(folder, 'deep', 'things.jsonl');
  warned = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reopened = () => Object.fromEntries(openJournal<unknown>(file, { warn }).entries());

/** A disk with room for so many more bytes, which takes what fits before it refuses. */
function diskOf(room: number, code = 'ENOSPC') {
  const disk = { room };
  const write: Write = (descriptor, bytes, offset, position) => {
    const length = Math.min(disk.room, bytes.length - offset);
    if (length === 0) throw Object.assign(new Error(code), { code });
    disk.room -= length;
    return writeSync(descriptor, bytes, offset, length, position);
  };
  return { disk, write };
}

describe('a journal', () => {
  test('has every change again, for its owner alone to read', () => {
    const journal = openJournal<unknown>(file);
    journal.put('a', { n: 1 });
    journal.put('b', [1]);
    journal.put('a', 'ü\n"');
    expect(journal.delete('b')).toBe(true);
    expect(journal.delete('b')).toBe(false);
    expect(reopened()).toEqual({ a: 'ü\n"' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(warned).toEqual([]);
  });

  test('takes a change whole or not at all, however much of it the disk still takes', () => {
    const { disk, write } = diskOf(1_000);
    const journal = openJournal<string>(file, { write });
    journal.put('kept', 'x');
    const before = readFileSync(file);
    for (let room = 0; room < 10; room++) {
      disk.room = room;
      expect(() => journal.put('new', 'y'.repeat(20))).toThrow(DiskError);
      expect(() => journal.put('kept', 'z'.repeat(20))).toThrow(/disk is full: .*things\.jsonl .*ENOSPC/);
      expect(() => journal.delete('kept')).toThrow(DiskError);
      expect([...journal.entries()]).toEqual([['kept', 'x']]);
      expect(readFileSync(file)).toEqual(before);
    }
    disk.room = 1_000;
    journal.put('new', 'y');
    expect(reopened()).toEqual({ kept: 'x', new: 'y' });
    expect(warned).toEqual([]);
  });

  test('is written over where even cutting it back failed', () => {
    const journal = openJournal<string>(file);
    journal.put('kept', 'x');
    appendFileSync(file, '["torn","half of it, and longer than what');
    journal.put('a', 'b');
    expect(reopened()).toEqual({ kept: 'x', a: 'b' });
    expect(warned).toEqual([]);
  });

  test('loses a damaged line alone, says which, and keeps its bytes', () => {
    openJournal(file).put('a', 1);
    appendFileSync(file, '["b",2\n["c",3]\nnothing\n["d",4]\n["e"');
    expect(reopened()).toEqual({ a: 1, c: 3, d: 4 });
    expect(warned).toEqual([
      `${file}:2, 4 is damaged and left out; all other lines are kept. Its bytes are in ${file}.damaged`,
    ]);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe('["b",2\nnothing\n');
    warned = [];
    expect(reopened()).toEqual({ a: 1, c: 3, d: 4 });
    expect(warned).toEqual([]);
  });

  test('finds the entry that an earlier version glued to a torn line', () => {
    openJournal(file).put('a', 1);
    appendFileSync(file, '["b",{"list":["x","y"],"text":"[\\"no\\",1["c",{"n":["z","z"]}]\n["d",4]\n');
    expect(reopened()).toEqual({ a: 1, c: { n: ['z', 'z'] }, d: 4 });
    expect(readFileSync(`${file}.damaged`, 'utf8')).toContain('["b",{"list"');
    // A value whose last bracket is damaged is no entry of its own.
    appendFileSync(file, '["e",["f","g"] \n');
    expect(reopened()).toEqual({ a: 1, c: { n: ['z', 'z'] }, d: 4 });
  });

  test('keeps a damaged file as it is where its damage cannot be put aside', () => {
    openJournal(file).put('a', 1);
    appendFileSync(file, 'nothing\n');
    const before = readFileSync(file);
    const { write } = diskOf(0);
    const journal = openJournal(file, { write, warn });
    expect([...journal.entries()]).toEqual([['a', 1]]);
    expect(warned.join('\n')).toMatch(/:2 is damaged[\s\S]*disk is full: .*\.damaged/);
    expect(readFileSync(file)).toEqual(before);
  });

  test('is written anew when it is long; a failure to do so leaves the old file in use', () => {
    const full = { fromStart: false };
    const write: Write = (descriptor, bytes, offset, position) => {
      if (full.fromStart && position === 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return writeSync(descriptor, bytes, offset, bytes.length - offset, position);
    };
    const journal = openCompactingJournal<number>(file, { compactAfter: 50, write, warn });
    for (let n = 0; n < 40; n++) journal.put('n', n);
    const long = statSync(file).size;
    full.fromStart = true;
    for (let n = 40; n < 60; n++) journal.put('n', n);
    expect(warned.join()).toContain('It is used as it is');
    expect(statSync(file).size).toBeGreaterThan(long);
    expect(existsSync(`${file}.tmp`)).toBe(false);
    expect(reopened()).toEqual({ n: 59 });
    full.fromStart = false;
    for (let n = 0; n < 60; n++) journal.put('n', n);
    expect(statSync(file).size).toBeLessThan(long);
    expect(reopened()).toEqual({ n: 59 });
  });

  test('opens, and takes changes again, after any cut', () => {
    const lines = fc.array(fc.tuple(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, fc.nat(), (entries, at) => {
        rmSync(join(folder, 'deep'), { recursive: true, force: true });
        const journal = openJournal<unknown>(file);
        const states = [{ size: 0, content: {} }];
        for (const [key, value] of entries) {
          journal.put(key, value);
          states.push({
            size: statSync(file).size,
            content: JSON.parse(JSON.stringify(Object.fromEntries(journal.entries()))),
          });
        }
        const cut = at % (statSync(file).size + 1);
        writeFileSync(file, readFileSync(file).subarray(0, cut));
        const expected = states.findLast(({ size }) => size <= cut)?.content;
        expect(reopened()).toEqual(expected);
        openJournal<unknown>(file, { warn }).put('after', 1);
        expect(reopened()).toEqual({ ...expected, after: 1 });
      }),
      { numRuns: 150 },
    );
    expect(warned).toEqual([]);
  });

  test('loses no more than the line in which any byte is damaged', () => {
    // No byte alone makes one of these keys another: that would be a whole line of the other's.
    const keyOf = (n: number) => `key ${n}${n}`;
    const values = fc.array(fc.jsonValue(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, fc.nat(), fc.integer({ min: 0, max: 255 }), (all, at, byte) => {
        rmSync(join(folder, 'deep'), { recursive: true, force: true });
        const journal = openJournal<unknown>(file);
        const ends = all.map((value, n) => {
          journal.put(keyOf(n), value);
          return statSync(file).size;
        });
        const bytes = readFileSync(file);
        const place = at % bytes.length;
        bytes[place] = byte;
        writeFileSync(file, bytes);
        const hit = ends.findIndex((end) => place < end);
        const found = reopened();
        for (const [n, value] of all.entries())
          if (n !== hit) expect(found).toHaveProperty([keyOf(n)], JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 300 },
    );
  });
});
