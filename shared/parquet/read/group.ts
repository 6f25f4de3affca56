import { type DecodedArray, type ParquetParsers, parquetScan, type RowGroup, type SchemaElement } from 'hyparquet';
import { compressors } from '../decompress.ts';
import { faultOf, ParquetFault } from './fault.ts';
import type { Group, Layout } from './layout.ts';

/** The values of one column of a row group. */
export type GroupColumn = DecodedArray;

/** How hyparquet is to read a file. */
export type Decoding = {
  readonly parsers: Partial<ParquetParsers>;
  /** The file's schema, as it is to be taken. */
  readonly schema: SchemaElement[];
  /** What `schema` calls the file's columns. */
  readonly columns: readonly string[];
  /** A row group under the names of `schema`. */
  readonly groupOf: (rowGroup: RowGroup) => RowGroup;
};

type Source = {
  /** The first is number `offset` of the file. */
  readonly bytes: Buffer;
  readonly offset: number;
  readonly decoding: Decoding;
};

/** Reads a row group from its bytes. Throws ParquetFault where they are damaged. */
export async function readGroup(
  { metadata, size }: Layout,
  { rowGroup, rows }: Group,
  { bytes, offset, decoding: { parsers, schema, columns, groupOf } }: Source,
): Promise<readonly GroupColumn[]> {
  const slice = (start: number, end = size): ArrayBuffer => {
    if (start < offset || end > offset + bytes.length) throw new ParquetFault(`a column lies at [${start}, ${end})`);
    return new Uint8Array(bytes.subarray(start - offset, end - offset)).buffer;
  };
  try {
    const scan = await parquetScan({
      file: { byteLength: size, slice },
      metadata: {
        ...metadata,
        schema,
        row_groups: [groupOf(rowGroup)],
        num_rows: rowGroup.num_rows,
      },
      compressors,
      parsers,
      utf8: false,
      useOffsetIndex: false,
    });
    const read: GroupColumn[] = [];
    for (const column of columns) {
      const values = await scan.readColumn({ column, rowStart: 0, rowEnd: rows });
      if (values.length !== rows) throw new ParquetFault(`column ${column} has ${values.length} of ${rows} rows`);
      read.push(values);
    }
    return read;
  } catch (error) {
    throw faultOf(error, 'a row group cannot be read');
  }
}
