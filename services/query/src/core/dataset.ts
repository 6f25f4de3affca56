import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import { readSqlFile } from '@tributary/shared/sql-file.ts';
import * as z from 'zod';

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const header = z
  .strictObject({
    table: name,
    description: z.string(),
    materialisation: z.literal('incremental'),
    after: z.array(name).min(1),
    time: name,
    partition_column: name,
    key: z.array(name).min(1),
    columns: icebergColumns,
  })
  .refine((read) => read.columns[read.partition_column] === 'date', {
    message: 'partition_column must be a date column',
  })
  .refine((read) => read.key.includes(read.partition_column), { message: 'key must contain partition_column' })
  .refine((read) => read.key.every((column) => read.columns[column] !== undefined), {
    message: 'key must be in columns',
  })
  .refine((read) => !read.after.includes(read.table), { message: 'a dataset cannot come after itself' });

/** One file of `datasets/`: a SELECT of some days, and the Iceberg table in which it replaces those days. */
export type Dataset = {
  readonly table: string;
  /** The tables it reads: `Table Updated` of one of them plans it. */
  readonly after: readonly string[];
  /** The source's timestamp column, which `{{days}}` bounds. */
  readonly time: string;
  readonly partitionColumn: string;
  readonly key: readonly string[];
  readonly columns: z.infer<typeof icebergColumns>;
  readonly select: string;
};

/** Reads a file of `datasets/`; throws, naming the file and the fault, at one that is not as it must be. */
export function readDataset(file: string, content: string): Dataset {
  const { header: found, sql } = readSqlFile(file, content);
  const read = header.safeParse(found);
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  if (!sql.includes('{{days}}')) throw new Error(`${file}: the SELECT does not use {{days}}`);
  const { table, after, time, partition_column: partitionColumn, key, columns } = read.data;
  return { table, after, time, partitionColumn, key, columns, select: sql };
}
