import { expect } from 'vitest';
import { createObjectBytes } from '../object-bytes.ts';
import type { ObjectPart, ReadFrom } from '../object-part.ts';
import { type ParquetRead, type ParquetRows, readParquet } from '../read-parquet.ts';
import { memoryObject } from './memory-object.ts';

type Part = ObjectPart<ParquetRows>;

/** All parts of a Parquet object, from its beginning or from a cut on. */
export async function partsOf(
  bytes: Buffer,
  limits: Partial<ParquetRead['segment']> = {},
  from?: ReadFrom,
): Promise<readonly Part[]> {
  const { open, findSize } = createObjectBytes(memoryObject(bytes).readRange);
  const segment = { bytes: 1e12, records: 1e12, ...limits };
  const parts: Part[] = [];
  for await (const part of readParquet(open, { segment, size: findSize, ...(from === undefined ? {} : { from }) }))
    parts.push(part);
  return parts;
}

export const rowsIn = (parts: readonly Part[]) =>
  parts.flatMap((part) => (part.kind === 'records' ? part.records.rows : []));
export const reasonsIn = (parts: readonly Part[]) => [
  ...new Set(parts.flatMap((part) => (part.kind === 'rejected' ? [part.reason] : []))),
];
export const rejectedIn = (parts: readonly Part[]) =>
  Buffer.concat(parts.flatMap((part) => (part.kind === 'rejected' ? [part.bytes] : [])));

/** Extents follow on each other from `from` to the end, and each part lies in the extent after it. */
export function expectTiles(parts: readonly Part[], size: number, from = 0): void {
  let at = from;
  let open: Part[] = [];
  for (const part of parts) {
    if (part.kind === 'records' || part.kind === 'rejected') open.push(part);
    if (part.kind === 'cut') expect(part).toEqual({ kind: 'cut', position: [at], isGzip: false });
    if (part.kind !== 'extent') continue;
    expect(part.offset).toBe(at);
    for (const each of open) expect(each).toMatchObject({ offset: part.offset, end: part.end });
    open = [];
    at = part.end;
  }
  expect(open).toEqual([]);
  expect(at).toBe(size);
}
