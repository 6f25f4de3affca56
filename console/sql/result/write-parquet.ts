import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ResultColumn } from '../../aws/athena-result.ts';
import type { Cell } from '../../parts/grid.tsx';
import { columnData } from './column-data.ts';
import { parquetColumns } from './parquet-column.ts';

/** Rows that are turned and written together: some megabytes. */
const rowsOfGroup = 20_000;

/** Writes rows as a Parquet file, group by group: what is written so far is given away, so that memory does not grow with the rows. Throws where a value is not of its column's type. */
export async function writeParquet(
  columns: readonly ResultColumn[],
  rows: AsyncIterable<readonly (readonly Cell[])[]>,
  give: (bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  const made = parquetColumns(columns);
  const bytes = new ByteWriter();
  const flush = () => {
    give(bytes.getBytes().slice());
    bytes.index = 0;
  };
  const root = { name: 'root', num_children: made.length };
  const writer = new ParquetWriter({
    writer: Object.assign(bytes, { flush }),
    schema: [root, ...made.map(({ element }) => element)],
  });
  let waiting: (readonly Cell[])[] = [];
  const write = async () => {
    const group = waiting;
    waiting = [];
    await writer.write({
      rowGroupSize: rowsOfGroup,
      columnData: made.map((column, at) => ({ name: column.name, data: columnData(column, at, group) })),
    });
  };
  for await (const some of rows) {
    for (const row of some) {
      waiting.push(row);
      if (waiting.length === rowsOfGroup) await write();
    }
  }
  if (waiting.length > 0) await write();
  await writer.finish();
  flush();
}
