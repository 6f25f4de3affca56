import { cellTextOf } from '../parquet/read/cell-text.ts';
import type { Layout } from '../parquet/read/layout.ts';
import { parsers, readable } from '../parquet/read/leaf-text.ts';
import type { ObjectPart } from './object-part.ts';
import type { OpenObject } from './read-object.ts';
import { type ParquetRead, type RowsOf, readRowGroups } from './read-row-groups.ts';

/** Some rows of a Parquet file, each cell as a CSV file would have it; null is NULL. */
export type ParquetRows = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly length: number;
  /** How many rows precede them in the file. */
  readonly firstRow: number;
};

/** Reads the rows of a Parquet file as texts. */
export function readParquet(open: OpenObject, options: ParquetRead): AsyncGenerator<ObjectPart<ParquetRows>> {
  return readRowGroups(open, options, textRowsOf);
}

function textRowsOf({ metadata, columns: trees }: Layout): RowsOf<ParquetRows> {
  const columns = trees.map(({ element }) => element.name);
  const texts = trees.map(cellTextOf);
  return {
    decoding: { parsers, schema: metadata.schema.map(readable), columns, groupOf: (rowGroup) => rowGroup },
    lotOf(read, { first, length, firstRow }) {
      const rows = Array.from({ length }, () => new Array<string | null>(columns.length).fill(null));
      for (const [column, values] of read.entries()) {
        const text = texts[column];
        for (let row = 0; row < length; row += 1) {
          const cells = rows[row];
          if (cells !== undefined && text !== undefined) cells[column] = text(values[first + row]);
        }
      }
      return { columns, rows, length, firstRow };
    },
  };
}
