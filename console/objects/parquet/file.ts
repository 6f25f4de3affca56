import { gunzipSync } from 'fflate';
import { decompress } from 'fzstd';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type RowGroup,
  type SchemaElement,
} from 'hyparquet';
import type { Cell, GridColumn } from '../../parts/grid.tsx';
import { hexOf } from '../readers/value-text.ts';
import { moments } from './moments.ts';
import { isDecimal, tellerOf } from './tell.ts';
import { typeOf } from './type-of.ts';

export type ParquetFile = {
  readonly rows: number;
  readonly groups: number;
  readonly columns: readonly GridColumn[];
  readonly createdBy: string;
  /** `SNAPPY`, … */
  readonly codecs: readonly string[];
  /** The first columns whose parts of the largest row group are no more than some bytes; one at least. */
  readonly columnsWithin: (bytes: number) => readonly string[];
  /** Rows [from, to) of some columns. Throws where they are damaged, or more than `mostBytes` would have to be read for them. */
  readonly read: (range: {
    readonly from: number;
    readonly to: number;
    readonly columns: readonly string[];
  }) => Promise<Cell[][]>;
};

/** A part of a row group that is larger is not read for a hundred rows of it. */
const mostBytes = 64 * 1024 * 1024;

const text = new TextDecoder();
const parsers = {
  ...moments,
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && text.decode(bytes),
  geometryFromBytes: (bytes: Uint8Array | undefined) => bytes && hexOf(bytes),
  geographyFromBytes: (bytes: Uint8Array | undefined) => bytes && hexOf(bytes),
};

const compressors: Compressors = {
  GZIP: (page, length) => gunzipSync(page, { out: new Uint8Array(length) }),
  ZSTD: (page, length) => decompress(page, new Uint8Array(length)),
};

/** Reads a file's footer, and gives what reads its rows. Throws where it is no Parquet, or damaged. */
export async function openParquet(file: AsyncBuffer): Promise<ParquetFile> {
  const metadata = await parquetMetadataAsync(file, { parsers, geoparquet: false });
  const tree = parquetSchema(metadata);
  const tellers = new Map(tree.children.map((node) => [node.element.name, tellerOf(node)]));
  const plain = { ...metadata, schema: metadata.schema.map(withoutConversion) };
  const names = tree.children.map(({ element }) => element.name);
  return {
    rows: Number(metadata.num_rows),
    groups: metadata.row_groups.length,
    columns: tree.children.map((node) => ({ name: node.element.name, type: typeOf(node) })),
    createdBy: metadata.created_by ?? '',
    codecs: [
      ...new Set(metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec ?? ''))),
    ],
    columnsWithin: (bytes) => within(metadata, names, bytes),
    async read({ from, to, columns }) {
      refuseLarge(metadata, { from, to, columns });
      const rows = await readRows(file, plain, { from, to, columns: [...columns] });
      return rows.map((row) => columns.map((name) => tellers.get(name)?.(row[name]) ?? null));
    },
  };
}

/** hyparquet makes floating-point numbers of decimals, and refuses two types: their values are wanted as they are stored. */
function withoutConversion(element: SchemaElement): SchemaElement {
  const { converted_type: converted, logical_type: logical, ...rest } = element;
  if (isDecimal(element) || converted === 'BSON' || converted === 'INTERVAL') return rest;
  return { ...rest, ...(converted && { converted_type: converted }), ...(logical && { logical_type: logical }) };
}

type Range = { readonly from: number; readonly to: number; readonly columns: string[] };

async function readRows(file: AsyncBuffer, metadata: FileMetaData, { from, to, columns }: Range) {
  const read: { rows: readonly Readonly<Record<string, unknown>>[] } = { rows: [] };
  await parquetRead({
    file,
    metadata,
    columns,
    rowStart: from,
    rowEnd: to,
    rowFormat: 'object',
    utf8: false,
    geoparquet: false,
    useOffsetIndex: true,
    parsers,
    compressors,
    onComplete(rows) {
      read.rows = rows;
    },
  });
  return read.rows;
}

function partsOf({ columns }: RowGroup) {
  return columns.map(({ meta_data: data, offset_index_offset: index }) => ({
    name: data?.path_in_schema[0] ?? '',
    bytes: Number(data?.total_compressed_size ?? 0n),
    hasIndex: index !== undefined,
  }));
}

function within({ row_groups: groups }: FileMetaData, names: readonly string[], bytes: number): readonly string[] {
  const sizes = new Map(names.map((name) => [name, Math.max(0, ...groups.map((group) => sizeOf(group, [name])))]));
  let sum = 0;
  const fitting = names.filter((name, at) => {
    sum += sizes.get(name) ?? 0;
    return at === 0 || sum <= bytes;
  });
  return fitting;
}

/** Bytes of a row group that have to be read for any row of it; of columns with an index of pages these few alone are. */
function sizeOf(group: RowGroup, columns: readonly string[]): number {
  return partsOf(group)
    .filter(({ name, hasIndex }) => columns.includes(name) && !hasIndex)
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

function refuseLarge(
  { row_groups: groups }: FileMetaData,
  { from, to, columns }: Omit<Range, 'columns'> & { readonly columns: readonly string[] },
): void {
  let start = 0;
  for (const group of groups) {
    const end = start + Number(group.num_rows);
    if (start < to && end > from && sizeOf(group, columns) > mostBytes)
      throw new Error(
        `A row group has ${Math.round(sizeOf(group, columns) / 1024 ** 2)} MB of these columns, and no index of its pages: choose fewer columns, or download the object.`,
      );
    start = end;
  }
}
