import type { Target } from './batches.ts';
import type { Bucket } from './bucket.ts';
import { loadKey } from './files/names.ts';
import { headerLine, rowLine, type Value } from './files/rows.ts';
import type { DatabaseColumn } from './mysql/columns.ts';

export type Load = {
  readonly target: Target;
  readonly columns: readonly DatabaseColumn[];
  readonly rows: AsyncIterable<readonly Value[]>;
  /** When it began, in epoch seconds. */
  readonly at: number;
};

/**
 * Writes a table's rows as LOAD files of at most so many characters (MaxFileSize), one at a time in memory; gives the count of rows. DMS
 * makes no file of an empty table: here there is one where an earlier load has left its rows, as nothing else would end them.
 */
export async function writeLoad(load: Load, bucket: Bucket, maxFileSize: number): Promise<number> {
  const { endpoint, table } = load.target;
  const header = headerLine(endpoint.format, {
    columns: load.columns.map(({ name }) => name),
    key: table.key,
    isLoad: true,
  });
  let files = 0;
  const write = async (lines: readonly string[]) => {
    files += 1;
    await bucket.put(loadKey(endpoint, table, files), header === '' ? lines : [header, ...lines], endpoint.format);
  };
  let rows = 0;
  let lines: string[] = [];
  let size = 0;
  for await (const values of load.rows) {
    const line = lineOf(load, values);
    lines.push(line);
    rows += 1;
    size += line.length;
    if (size < maxFileSize) continue;
    await write(lines);
    [lines, size] = [[], 0];
  }
  if (lines.length > 0) await write(lines);
  if (files === 0 && (await bucket.has(loadKey(endpoint, table, 1)))) await write([]);
  return rows;
}

function lineOf({ target: { endpoint, table }, at }: Load, values: readonly Value[]): string {
  const before = table.key.map(() => null);
  return rowLine(endpoint.format, { op: 'I', isLoad: true, values, before, at, sequence: '' });
}
