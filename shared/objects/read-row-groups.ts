import { faultOf, ParquetFault } from '../parquet/read/fault.ts';
import { type Decoding, type GroupColumn, readGroup } from '../parquet/read/group.ts';
import type { Group, Layout } from '../parquet/read/layout.ts';
import { type ByteWindow, createByteWindow } from './byte-window.ts';
import type { ConverterRead } from './converter.ts';
import { type Cuts, createCuts } from './cuts.ts';
import type { ObjectPart } from './object-part.ts';
import { readLayout } from './parquet-footer.ts';
import type { OpenObject } from './read-object.ts';
import type { Records } from './records.ts';

export type ParquetRead = ConverterRead & {
  /** A larger row group, unpacked, does not fit in memory. Writers of Java make them 128 MiB. */
  readonly mostGroupBytes?: number;
};

/** What becomes of a file's rows. */
export type RowsOf<R extends Records> = {
  readonly decoding: Decoding;
  readonly lotOf: (columns: readonly GroupColumn[], lot: Lot) => R;
};

/** Rows [first, first + length) of a row group. */
export type Lot = {
  readonly first: number;
  readonly length: number;
  /** How many rows precede them in the file. */
  readonly firstRow: number;
};

const defaultMostGroupBytes = 256 * 1024 * 1024;
const rowsAtATime = 4096;
/** What is rejected comes in runs of this. */
const runBytes = 1024 * 1024;

/**
 * Reads the rows of a Parquet file; memory holds one row group. A file whose footer is damaged, or says what cannot be, is rejected whole (so is
 * one that `rowsOf` throws a ParquetFault for); of one with a damaged page its row group. Segments end between row groups alone, and in what is rejected.
 */
export async function* readRowGroups<R extends Records>(
  open: OpenObject,
  options: ParquetRead,
  rowsOf: (layout: Layout) => RowsOf<R>,
): AsyncGenerator<ObjectPart<R>> {
  const { segment, from, mostGroupBytes = defaultMostGroupBytes } = options;
  const at = from?.position[0] ?? 0;
  const cuts = createCuts(segment);
  const { size, layout } = await readLayout(open, { size: options.size, mostGroupBytes });
  const window = createByteWindow(open(at), at);
  const plan = layout instanceof ParquetFault ? layout : planOf(layout, rowsOf);
  if (plan instanceof ParquetFault) yield* reject({ window, cuts, size }, size, plan.message);
  else yield* readGroups({ window, cuts, size }, plan);
}

type Plan<R extends Records> = RowsOf<R> & { readonly layout: Layout };

type Reading = { readonly window: ByteWindow; readonly cuts: Cuts; readonly size: number };

function planOf<R extends Records>(layout: Layout, rowsOf: (layout: Layout) => RowsOf<R>): Plan<R> | ParquetFault {
  try {
    return { layout, ...rowsOf(layout) };
  } catch (error) {
    return faultOf(error, 'its columns cannot be read');
  }
}

async function* readGroups<R extends Records>(reading: Reading, plan: Plan<R>): AsyncGenerator<ObjectPart<R>> {
  const { layout, decoding } = plan;
  const { window, cuts, size } = reading;
  for (const group of layout.groups.filter(({ extent }) => extent.end > window.offset())) {
    const { extent, rows, bytes } = group;
    const read = await readWhole(reading, group, { layout, decoding });
    if (read instanceof ParquetFault) {
      yield* reject(reading, extent.end, read.message);
      continue;
    }
    yield* partsOf(plan, read, group);
    await skipTo(window, extent.end);
    if (extent.end < size) yield* cuts.after(extent.end, { bytes, records: rows });
  }
  // Of a file without rows.
  if (layout.groups.length === 0) yield { kind: 'extent', offset: 0, end: size, isPadding: false };
}

/** The group's columns; where reading went on from within it, it was found damaged before. */
async function readWhole(
  { window }: Reading,
  group: Group,
  { layout, decoding }: { readonly layout: Layout; readonly decoding: Decoding },
): Promise<readonly GroupColumn[] | ParquetFault> {
  const offset = group.extent.offset;
  const bytes = await window.fill(group.dataEnd - window.offset());
  try {
    return await readGroup(layout, group, { bytes, offset: window.offset(), decoding });
  } catch (error) {
    if (error instanceof ParquetFault)
      return window.offset() === offset ? error : new ParquetFault('its row group is damaged');
    throw error;
  }
}

function* partsOf<R extends Records>(
  { lotOf }: RowsOf<R>,
  columns: readonly GroupColumn[],
  { extent, rows, firstRow }: Group,
): Generator<ObjectPart<R>> {
  for (let first = 0; first < rows; first += rowsAtATime) {
    const length = Math.min(rowsAtATime, rows - first);
    const records = lotOf(columns, { first, length, firstRow: firstRow + first });
    yield { kind: 'records', ...extent, records, isSalvaged: false };
  }
  yield { kind: 'extent', ...extent, isPadding: false };
}

/** From where the window is to `end`, run by run. */
async function* reject(
  { window, cuts, size }: Reading,
  end: number,
  reason: string,
): AsyncGenerator<ObjectPart<never>> {
  while (window.offset() < end) {
    const offset = window.offset();
    const bytes = Buffer.from(await window.fill(Math.min(runBytes, end - offset)));
    window.advance(bytes.length);
    const extent = { offset, end: offset + bytes.length };
    yield { kind: 'rejected', ...extent, reason, bytes };
    yield { kind: 'extent', ...extent, isPadding: false };
    if (extent.end < size) yield* cuts.after(extent.end, { bytes: bytes.length, records: 0 });
  }
}

async function skipTo(window: ByteWindow, end: number): Promise<void> {
  while (window.offset() < end) window.advance((await window.fill(Math.min(runBytes, end - window.offset()))).length);
}
