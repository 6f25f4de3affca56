import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import { readSqlFile } from '@tributary/shared/sql-file.ts';
import * as z from 'zod';
import { type Dataset, dataset } from './dataset.ts';
import { seconds } from './duration.ts';
import { tableName } from './table-name.ts';

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/, 'a name of lower-case letters, digits and _ is expected');

const header = z
  .strictObject({
    table: name,
    description: z.string(),
    materialisation: z.literal('incremental'),
    after: z.array(tableName).min(1),
    time: name.optional(),
    every: seconds.optional(),
    partition_column: name,
    key: z.array(name).min(1),
    columns: icebergColumns,
  })
  .refine((read) => read.columns[read.partition_column] === 'date', {
    path: ['partition_column'],
    message: 'must be a date column',
  })
  .refine((read) => read.key.includes(read.partition_column), {
    path: ['key'],
    message: 'must contain partition_column',
  })
  .refine((read) => read.key.every((column) => read.columns[column] !== undefined), {
    path: ['key'],
    message: 'must be in columns',
  })
  .refine((read) => !read.after.some(({ database, table }) => database === 'lake' && table === read.table), {
    path: ['after'],
    message: 'a dataset cannot come after itself',
  });

/** Reads a file of `datasets/`; throws, naming the file and the place of each fault, at one that is not as it must be. */
export function readDataset(file: string, content: string): Dataset {
  const { header: read, sql } = readSqlFile(file, content, header);
  if (!sql.includes('{{days}}'))
    throw new Error(`${file}: the SELECT does not use {{days}}, which bounds it to the days that are computed`);
  const { table, after, time, every, partition_column: column, key, columns, description } = read;
  return dataset.parse({
    table,
    file: `datasets/${file}`,
    line: content.slice(0, content.indexOf(sql)).split('\n').length,
    description,
    materialized: 'incremental',
    strategy: 'insert_overwrite',
    after,
    time,
    everySeconds: every,
    partition: { column, grain: 'day' },
    key,
    columns,
    select: sql,
  });
}
