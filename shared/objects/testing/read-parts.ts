import { expect } from 'vitest';
import type { ConverterRead } from '../converter.ts';
import { createObjectBytes } from '../object-bytes.ts';
import type { ObjectPart, ReadFrom } from '../object-part.ts';
import type { OpenObject } from '../read-object.ts';
import { readParquet } from '../read-parquet.ts';
import type { Records } from '../records.ts';
import { memoryObject } from './memory-object.ts';

/** All parts of a Parquet object, from its beginning or from a cut on. */
export const partsOf = partsBy(readParquet);

/** The same by another reader. */
export function partsBy<R extends Records>(
  read: (open: OpenObject, options: ConverterRead) => AsyncIterable<ObjectPart<R>>,
) {
  return async (
    bytes: Buffer,
    limits: Partial<ConverterRead['segment']> = {},
    from?: ReadFrom,
  ): Promise<readonly ObjectPart<R>[]> => {
    const { open, findSize } = createObjectBytes(memoryObject(bytes).readRange);
    const segment = { bytes: 1e12, records: 1e12, ...limits };
    const parts: ObjectPart<R>[] = [];
    for await (const part of read(open, { segment, size: findSize, ...(from === undefined ? {} : { from }) }))
      parts.push(part);
    return parts;
  };
}

export function rowsIn<T>(parts: readonly ObjectPart<Records & { readonly rows: readonly T[] }>[]): readonly T[] {
  return parts.flatMap((part) => (part.kind === 'records' ? part.records.rows : []));
}

type AnyPart = ObjectPart<Records>;

export const reasonsIn = (parts: readonly AnyPart[]) => [
  ...new Set(parts.flatMap((part) => (part.kind === 'rejected' ? [part.reason] : []))),
];
export const rejectedIn = (parts: readonly AnyPart[]) =>
  Buffer.concat(parts.flatMap((part) => (part.kind === 'rejected' ? [part.bytes] : [])));

/** Extents follow on each other from `from` to the end, and each part lies in the extent after it. */
export function expectTiles(parts: readonly AnyPart[], size: number, from = 0): void {
  let at = from;
  let open: AnyPart[] = [];
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
