import { textOf } from '@tributary/shared/csv/csv-rows.ts';
import type { ConverterRead } from '@tributary/shared/objects/converter.ts';
import type { ObjectPart, ReadFrom } from '@tributary/shared/objects/object-part.ts';
import type { OpenObject } from '@tributary/shared/objects/read-object.ts';
import { isAbsent, type TextColumn } from '../core/texts/text-column.ts';
import { asValues, type FileRecords } from './records.ts';

export type Read = (open: OpenObject, options: ConverterRead) => AsyncIterable<ObjectPart<FileRecords>>;
export type Limits = { readonly bytes: number; readonly records: number };

const unlimited: Limits = { bytes: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };

export type Told = {
  readonly rows: unknown[];
  readonly rejected: { readonly reason: string; readonly bytes: string }[];
  readonly places: { readonly offset: number; readonly bytes: Buffer }[];
  readonly asides: string[];
  readonly extents: (readonly [number, number])[];
  segments: number;
};

/** What an object holds, segment by segment: at each cut reading begins anew. */
export async function readAll(bytes: Buffer, read: Read, limits: Limits = unlimited, chunk = 1000): Promise<Told> {
  const told: Told = { rows: [], rejected: [], places: [], asides: [], extents: [], segments: 0 };
  async function* open(offset: number) {
    for (let at = offset; at < bytes.length; at += chunk)
      yield Buffer.from(bytes.subarray(at, Math.min(at + chunk, bytes.length)));
  }
  let from: ReadFrom | undefined;
  do {
    told.segments += 1;
    from = await readSegment(
      told,
      read(open, { segment: limits, size: async () => bytes.length, ...(from && { from }) }),
    );
    if (told.segments > 10_000) throw new Error('it has no end');
  } while (from !== undefined);
  return told;
}

async function readSegment(told: Told, parts: AsyncIterable<ObjectPart<FileRecords>>): Promise<ReadFrom | undefined> {
  for await (const part of parts) {
    if (part.kind === 'records') told.rows.push(...rowsOf(part.records));
    else if (part.kind === 'rejected') reject(told, part);
    else if (part.kind === 'aside') told.asides.push(part.name);
    else if (part.kind === 'extent') told.extents.push([part.offset, part.end]);
    else return part;
  }
  return undefined;
}

type Rejected = Extract<ObjectPart<FileRecords>, { kind: 'rejected' }>;

function reject(told: Told, { reason, bytes, offset }: Rejected): void {
  told.rejected.push({ reason, bytes: bytes.toString() });
  told.places.push({ offset, bytes });
}

/** Of a text file null is what stands there empty and without quotes, or not at all. */
function rowsOf(records: FileRecords): readonly unknown[] {
  if (records.kind !== 'texts') return asValues(records).rows;
  const { names, rows } = records;
  return Array.from({ length: rows.length }, (_, row) =>
    Object.fromEntries(names.map((name, at) => [name, cellOf(rows.columns[at], row)])),
  );
}

function cellOf(column: TextColumn | undefined, row: number): string | null {
  return column === undefined || isAbsent(column, row) ? null : textOf(column, row);
}

/** Whether the extents lie one behind the other, from the first byte to the last. */
export function areTiles(extents: Told['extents'], size: number): boolean {
  const isNext = extents.every(([offset, end], at) => offset === (extents[at - 1]?.[1] ?? 0) && end >= offset);
  return isNext && (extents.at(-1)?.[1] ?? 0) === size;
}
