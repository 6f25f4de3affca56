import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { mapAsObject, type ParquetRow, type Spans, type Vector } from '@tributary/shared/parquet-write.ts';
import { expect } from 'vitest';
import { createLineReaders } from '../line-readers.ts';
import { recordOf } from '../record.ts';
import { readSettings } from '../settings.ts';
import { requestColumns } from '../tables.ts';
import { emptyBatch, readFrom, setReceived } from './request-batch.ts';
import { createVectorsOf } from './request-vectors.ts';

const captures = { request: ['a', 'b'], response: ['c'] };

const settings = readSettings({
  timeZone: 'Europe/Dublin',
  frontends: { www: captures, answers: { response: ['c', 'd'] }, same: { request: ['a', 'a'] } },
});

const readers = createLineReaders(settings);
const { parseLine } = readers;
export const { readUsual } = readers;

const receivedAt = Date.UTC(2026, 10, 20, 14);

const origin = { record_id: '0123456789abcdef0123456789abcdef', received_at: receivedAt, source_key: 'key' };

export const sample = gunzipSync(
  readFileSync(new URL('../../../../../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url)),
)
  .toString('latin1')
  .split('\n')
  .filter((line) => / www(?:-plain)? \w+\//.test(line))
  .slice(0, 500);

/** The row that a line becomes where it lies; undefined where it is not a usual one. */
export function usualRow(line: string, isJson: boolean): ParquetRow | undefined {
  const text = isJson ? JSON.stringify(line).slice(1, -1) : line;
  const bytes = Buffer.from(`${text}"},`);
  const batch = emptyBatch();
  readFrom(batch, bytes);
  batch.recordIds.bytes.write(origin.record_id);
  const spans = { from: Int32Array.of(0), to: Int32Array.of(bytes.length - 3), isJson };
  if (readUsual(batch, spans, 0) !== 'added') return undefined;
  setReceived(batch, origin.received_at);
  const vectors = createVectorsOf(batch, origin.source_key)();
  return Object.fromEntries(requestColumns.map(({ name }, column) => [name, valueIn(vectors[column], 0)]));
}

export function valueIn(vector: Vector | undefined, row: number): ParquetRow[string] {
  if (vector?.kind === 'cells') return vector.cells[row];
  if (vector?.kind === 'same') return vector.value;
  if (vector?.kind === 'numbers') return vector.values[row];
  if (vector?.kind === 'texts') return textIn(vector.texts, row);
  if (vector?.kind !== 'maps') return null;
  const keys = vector.maps.keys[row] ?? null;
  if (keys === null) return null;
  const first = vector.maps.firsts[row] ?? 0;
  expect(vector.maps.firsts[row + 1]).toBe(first + keys.length);
  return Object.fromEntries(keys.map((key, at) => [key, textIn(vector.maps.values, first + at) ?? '']));
}

function textIn({ source, from, to }: Spans, index: number): string | null {
  const [start = 0, end = 0] = [from[index], to[index]];
  return end < start ? null : source.bytes.toString('utf8', start, end);
}

/** The same row, from the line as a text. */
function rowOf(line: string): unknown {
  const record = recordOf(parseLine(line, receivedAt), origin);
  if (record.table !== 'haproxy_requests') return record.table;
  return Object.fromEntries(Object.entries(record.row).map(([name, value]) => [name, plain(value)]));
}

/** A map as an object; -0 is 0. */
function plain(value: ParquetRow[string]): unknown {
  return value === 0 ? 0 : mapAsObject(value);
}

/** How many lines were usual since a test set it to 0. */
export const counted = { usual: 0 };

export function expectTheSame(line: string): void {
  for (const isJson of [false, true]) {
    const row = usualRow(line, isJson);
    if (row === undefined) continue;
    counted.usual += 1;
    const seen = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
    expect(seen).toEqual(rowOf(line));
  }
}

export const date = '[20/Nov/2026:13:50:17.908]';

export const rest = '0/1/2/3/4 200 5 - - ---- 1/2/3/4/0 6/7';
