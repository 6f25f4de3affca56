import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ResultColumn } from '../../aws/athena-result.ts';
import type { Cell } from '../../parts/grid.tsx';
import { columnData } from './column-data.ts';
import { parquetColumns } from './parquet-column.ts';

/** Rows that are turned and written together: about a megabyte. */
const rowsOfGroup = 5_000;

/** Rows as the bytes of a Parquet file, group by group, so that memory does not grow with them. Throws where a value is not of its column's type. */
export async function* writeParquet(
  columns: readonly ResultColumn[],
  rows: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const made = parquetColumns(columns);
  const bytes = new ByteWriter();
  const root = { name: 'root', num_children: made.length };
  const schema = [root, ...made.map(({ element }) => element)];
  const writer = new ParquetWriter({ writer: bytes, schema });
  const taken = () => {
    const written = bytes.getBytes().slice();
    bytes.index = 0;
    return written;
  };
  for await (const group of groupsOf(rows)) {
    await writer.write({
      rowGroupSize: rowsOfGroup,
      columnData: made.map((column, at) => ({ name: column.name, data: columnData(column, at, group) })),
    });
    yield taken();
  }
  await writer.finish();
  yield taken();
}

/** The same rows, `rowsOfGroup` at a time. */
async function* groupsOf(
  rows: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  let waiting: (readonly Cell[])[] = [];
  for await (const some of rows) {
    for (const row of some) {
      waiting.push(row);
      if (waiting.length < rowsOfGroup) continue;
      yield waiting;
      waiting = [];
    }
  }
  if (waiting.length > 0) yield waiting;
}
