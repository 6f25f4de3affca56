import { type CellText, cellTextOf } from '../parquet/read/cell-text.ts';
import { ParquetFault } from '../parquet/read/fault.ts';
import { type GroupColumn, readGroup } from '../parquet/read/group.ts';
import type { Group, Layout } from '../parquet/read/layout.ts';
import { type ByteWindow, createByteWindow } from './byte-window.ts';
import type { ConverterRead } from './converter.ts';
import type { ObjectPart } from './object-part.ts';
import { createParquetCuts, type ParquetCuts } from './parquet-cuts.ts';
import { readLayout } from './parquet-footer.ts';
import type { OpenObject } from './read-object.ts';

/** Some rows of a Parquet file, each cell as a CSV file would have it; null is NULL. */
export type ParquetRows = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly length: number;
  /** How many rows precede them in the file. */
  readonly firstRow: number;
};

export type ParquetRead = ConverterRead & {
  /** A larger row group, unpacked, does not fit in memory. Writers of Java make them 128 MiB. */
  readonly mostGroupBytes?: number;
};

const defaultMostGroupBytes = 256 * 1024 * 1024;
const rowsAtATime = 4096;
/** What is rejected comes in runs of this. */
const runBytes = 1024 * 1024;

/**
 * Reads the rows of a Parquet file; memory holds one row group. A file whose footer is damaged, or says what cannot be, is rejected whole; of one
 * with a damaged page its row group. Segments end between row groups alone, and in what is rejected.
 */
export async function* readParquet(open: OpenObject, options: ParquetRead): AsyncGenerator<ObjectPart<ParquetRows>> {
  const { segment, from, mostGroupBytes = defaultMostGroupBytes } = options;
  const at = from?.position[0] ?? 0;
  const cuts = createParquetCuts(segment);
  const { size, layout } = await readLayout(open, { size: options.size, mostGroupBytes });
  const window = createByteWindow(open(at), at);
  if (layout instanceof ParquetFault) yield* reject({ window, cuts, size }, size, layout.message);
  else yield* readGroups({ window, cuts, size }, layout);
}

type Reading = { readonly window: ByteWindow; readonly cuts: ParquetCuts; readonly size: number };

async function* readGroups(reading: Reading, layout: Layout): AsyncGenerator<ObjectPart<ParquetRows>> {
  const { window, cuts, size } = reading;
  const columns = layout.columns.map(({ element }) => element.name);
  const texts = layout.columns.map(cellTextOf);
  for (const group of layout.groups.filter(({ extent }) => extent.end > window.offset())) {
    const { extent, rows, bytes } = group;
    const read = await readWhole(reading, layout, group);
    if (read instanceof ParquetFault) {
      yield* reject(reading, extent.end, read.message);
      continue;
    }
    yield* partsOf({ columns, read, texts, group });
    await skipTo(window, extent.end);
    if (extent.end < size) yield* cuts.after(extent.end, { bytes, records: rows });
  }
  // Of a file without rows.
  if (layout.groups.length === 0) yield { kind: 'extent', offset: 0, end: size, isPadding: false };
}

/** The group's columns; where reading went on from within it, it was found damaged before. */
async function readWhole(
  { window }: Reading,
  layout: Layout,
  group: Group,
): Promise<readonly GroupColumn[] | ParquetFault> {
  const offset = group.extent.offset;
  const bytes = await window.fill(group.dataEnd - window.offset());
  try {
    return await readGroup(layout, group, { bytes, offset: window.offset() });
  } catch (error) {
    if (error instanceof ParquetFault)
      return window.offset() === offset ? error : new ParquetFault('its row group is damaged');
    throw error;
  }
}

type Lots = {
  readonly columns: readonly string[];
  readonly read: readonly GroupColumn[];
  readonly texts: readonly CellText[];
  readonly group: Group;
};

function* partsOf(lots: Lots): Generator<ObjectPart<ParquetRows>> {
  const { extent, rows } = lots.group;
  for (let first = 0; first < rows; first += rowsAtATime)
    yield { kind: 'records', ...extent, records: lotOf(lots, first), isSalvaged: false };
  yield { kind: 'extent', ...extent, isPadding: false };
}

function lotOf({ columns, read, texts, group }: Lots, first: number): ParquetRows {
  const length = Math.min(rowsAtATime, group.rows - first);
  const rows = Array.from({ length }, () => new Array<string | null>(columns.length).fill(null));
  for (const [column, values] of read.entries()) {
    const text = texts[column];
    for (let row = 0; row < length; row += 1) {
      const cells = rows[row];
      if (cells !== undefined && text !== undefined) cells[column] = text(values[first + row]);
    }
  }
  return { columns, rows, length, firstRow: group.firstRow + first };
}

/** From where the window is to `end`, run by run. */
async function* reject(
  { window, cuts, size }: Reading,
  end: number,
  reason: string,
): AsyncGenerator<ObjectPart<ParquetRows>> {
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
