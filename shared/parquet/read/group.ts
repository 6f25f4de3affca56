import { type DecodedArray, parquetScan } from 'hyparquet';
import { compressors } from '../decompress.ts';
import { faultOf, ParquetFault } from './fault.ts';
import type { Group, Layout } from './layout.ts';
import { parsers, readable } from './leaf-text.ts';

/** The values of one column of a row group. */
export type GroupColumn = DecodedArray;

/** Reads a row group from its bytes, the first of which is number `offset` of the file. Throws ParquetFault where they are damaged. */
export async function readGroup(
  { metadata, columns, size }: Layout,
  { rowGroup, rows }: Group,
  { bytes, offset }: { readonly bytes: Buffer; readonly offset: number },
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
        schema: metadata.schema.map(readable),
        row_groups: [rowGroup],
        num_rows: rowGroup.num_rows,
      },
      compressors,
      parsers,
      utf8: false,
      useOffsetIndex: false,
    });
    const read: GroupColumn[] = [];
    for (const { element } of columns) {
      const values = await scan.readColumn({ column: element.name, rowStart: 0, rowEnd: rows });
      if (values.length !== rows) throw new ParquetFault(`column ${element.name} has ${values.length} of ${rows} rows`);
      read.push(values);
    }
    return read;
  } catch (error) {
    throw faultOf(error, 'a row group cannot be read');
  }
}
