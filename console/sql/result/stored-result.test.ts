import { expect, test, vi } from 'vitest';
import { blockBytes } from './blocks.ts';
import { openResult } from './stored-result.ts';
import { written } from './written.ts';

const encoder = new TextEncoder();

function fileOf(text: string, isText = false) {
  const bytes = encoder.encode(text);
  const range = vi.fn(async (from: number, to: number) => bytes.slice(from, to));
  const stream = async () => new Blob([bytes]).stream();
  return { isText, stream, range };
}

const rows = Array.from({ length: 1_000 }, (_, at) => [String(at), at % 7 === 0 ? null : `é"${at}`]);
const text = written([['id', 'é'], ...rows]);

test('rows are those of the file, without that of names', async () => {
  const result = openResult(fileOf(text), () => {});
  await result.read();
  expect([result.count(), result.isWhole(), result.bytes()]).toEqual([1_000, true, encoder.encode(text).length]);
  expect(rows.map((_, at) => result.rowAt(at))).toEqual(rows);
  expect(result.rowAt(1_000)).toBeUndefined();
});

test('rows are there as they come', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const seen: number[] = [];
  const result = openResult({ ...fileOf(''), stream: async () => readable }, () => seen.push(result.count()));
  const reading = result.read();
  const writer = writable.getWriter();
  for (const piece of ['"id"\n"1', '"\n"2"\n', '"3"']) {
    await writer.write(encoder.encode(piece));
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0));
  }
  expect([result.rowAt(1), result.rowAt(2), result.isWhole()]).toEqual([['2'], undefined, false]);
  await writer.close();
  await reading;
  expect([seen[0], seen.at(-1), result.rowAt(2)]).toEqual([0, 3, ['3']]);
});

test('lines of a text are rows, the first also', async () => {
  const result = openResult(fileOf('a "quoted\nb\n', true), () => {});
  await result.read();
  expect([result.count(), result.rowAt(0), result.rowAt(1)]).toEqual([2, ['a "quoted'], ['b']]);
});

const long = written(Array.from({ length: 5_000 }, (_, at) => [`${at}`.padEnd(1_000, '.')]));

test('what is not kept is read again when it is looked at, and told when it is there', async () => {
  const file = fileOf(long);
  const changed = vi.fn();
  const result = openResult(file, changed, 1);
  await result.read();
  expect(result.rowAt(4_998)?.[0]).toMatch(/^4999\./);
  expect(file.range).not.toHaveBeenCalled();
  changed.mockClear();
  expect([result.rowAt(0), result.rowAt(1)]).toEqual([undefined, undefined]);
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  expect(result.rowAt(0)?.[0]).toMatch(/^1\./);
  expect(file.range.mock.calls.map(([from, to]) => [from, to])).toEqual([[0, blockBytes]]);
});

test('rows that are longer than all that is kept are read once', async () => {
  const file = fileOf(written([['name'], ...Array.from({ length: 3 }, (_, at) => [`${at}`.padEnd(1_500_000, '.')])]));
  const changed = vi.fn();
  const result = openResult(file, changed, 1);
  await result.read();
  changed.mockClear();
  expect(result.rowAt(0)).toBeUndefined();
  await vi.waitFor(() => expect(changed).toHaveBeenCalled());
  expect([result.rowAt(0)?.[0]?.length, result.rowAt(2)?.[0]?.[0]]).toEqual([1_500_000, '2']);
});

test('what cannot be read again is told once', async () => {
  const file = { ...fileOf(long), range: vi.fn(async () => Promise.reject(new Error('it is gone'))) };
  const changed = vi.fn();
  const result = openResult(file, changed, 1);
  await result.read();
  result.rowAt(0);
  await vi.waitFor(() => expect(changed).toHaveBeenLastCalledWith(new Error('it is gone')));
  result.rowAt(0);
  expect(file.range).toHaveBeenCalledTimes(1);
});

test('a result that is closed reads nothing more', async () => {
  const changed = vi.fn();
  const result = openResult(fileOf(text), changed);
  result.close();
  await result.read();
  expect([changed.mock.calls.length, result.count(), result.isWhole()]).toEqual([0, 0, false]);
});
