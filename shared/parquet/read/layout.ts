import {
  type ColumnChunk,
  type FileMetaData,
  parquetMetadata,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { whyNotUnpacked } from '../decompress.ts';
import { faultOf, ParquetFault } from './fault.ts';

/** What a file's footer says of it. */
export type Layout = {
  readonly size: number;
  readonly metadata: FileMetaData;
  readonly columns: readonly SchemaTree[];
  readonly groups: readonly Group[];
};

/** A row group. Its extent is what of the file belongs to it: the extents of all tile the file. */
export type Group = {
  readonly extent: { readonly offset: number; readonly end: number };
  /** Where its data end. */
  readonly dataEnd: number;
  readonly rowGroup: RowGroup;
  readonly rows: number;
  /** How many rows precede it in the file. */
  readonly firstRow: number;
  /** When it is unpacked. */
  readonly bytes: number;
};

export const magic = 'PAR1';
/** The footer's length and the magic number. */
export const trailerBytes = 8;

/** How long the footer is, by the end of the file, its trailer included. Throws ParquetFault. */
export function footerBytesOf(tail: Buffer, size: number): number {
  if (size < magic.length + trailerBytes) throw new ParquetFault(`${size} bytes are no Parquet file`);
  if (tail.toString('latin1', tail.length - magic.length) !== magic)
    throw new ParquetFault('a Parquet file ends with PAR1: this one was cut off, or is none');
  const bytes = tail.readUInt32LE(tail.length - trailerBytes) + trailerBytes;
  if (bytes > size - magic.length) throw new ParquetFault(`its footer is of ${bytes} bytes, the file of ${size}`);
  return bytes;
}

/** Reads a footer. Throws ParquetFault where the file it describes cannot be this one, or cannot be read. */
export function layoutOf(footer: Buffer, size: number, mostGroupBytes: number): Layout {
  try {
    return layoutIn(footer, size, mostGroupBytes);
  } catch (error) {
    throw faultOf(error, 'its footer cannot be read');
  }
}

function layoutIn(footer: Buffer, size: number, mostGroupBytes: number): Layout {
  const metadata = parquetMetadata(footer, { geoparquet: false });
  const columns = parquetSchema(metadata).children;
  checkColumns(columns);
  const groups = metadata.row_groups.map((rowGroup, at) => ({
    ...rangeOf(rowGroup, at, size - footer.length),
    rowGroup,
  }));
  let firstRow = 0;
  const laid = groups.map(({ start, end, rowGroup }, at) => {
    const rows = Number(rowGroup.num_rows);
    const bytes = Number(rowGroup.total_byte_size);
    const before = groups[at - 1];
    if (before !== undefined && start < before.end)
      throw new ParquetFault(`row group ${at} begins before row group ${at - 1} ends`);
    if (bytes > mostGroupBytes)
      throw new ParquetFault(
        `row group ${at} is of ${bytes} bytes, and at most ${mostGroupBytes} fit in memory: write smaller row groups`,
      );
    const extent = { offset: at === 0 ? 0 : start, end: groups[at + 1]?.start ?? size };
    const group: Group = { extent, dataEnd: end, rowGroup, rows, firstRow, bytes };
    firstRow += rows;
    return group;
  });
  return { size, metadata, columns, groups: laid };
}

function checkColumns(columns: readonly SchemaTree[]): void {
  if (columns.length === 0) throw new ParquetFault('it has no columns');
  const names = new Set<string>();
  for (const { element } of columns) {
    if (names.has(element.name)) throw new ParquetFault(`two of its columns are called ${element.name}`);
    names.add(element.name);
  }
}

function rangeOf({ columns }: RowGroup, at: number, footerAt: number) {
  const ranges = columns.map((chunk) => chunkRange(chunk, at));
  const start = Math.min(...ranges.map((range) => range.start));
  const end = Math.max(...ranges.map((range) => range.end));
  if (!(start >= magic.length && end >= start && end <= footerAt))
    throw new ParquetFault(`row group ${at} is said to lie at [${start}, ${end}), the footer at ${footerAt}`);
  return { start, end };
}

function chunkRange({ meta_data: meta, file_path: path }: ColumnChunk, at: number) {
  if (meta === undefined) throw new ParquetFault(`row group ${at} has an encrypted column`);
  if (path !== undefined && path !== '')
    throw new ParquetFault(`row group ${at} has a column in another file, ${path}`);
  const why = whyNotUnpacked(meta.codec);
  if (why !== undefined) throw new ParquetFault(why);
  const dictionaryAt = Number(meta.dictionary_page_offset ?? 0n);
  const dataAt = Number(meta.data_page_offset);
  const start = dictionaryAt > 0 ? Math.min(dictionaryAt, dataAt) : dataAt;
  return { start, end: start + Number(meta.total_compressed_size) };
}
