import { icebergColumns } from '@tributary/shared/iceberg-table.ts';
import { readSqlFile } from '@tributary/shared/sql-file.ts';
import * as z from 'zod';
import type { Enrichment } from './enrichment.ts';

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/, 'a name of lower-case letters, digits and _ is expected');

const header = z
  .strictObject({
    table: name,
    description: z.string(),
    source: name,
    key: name,
    time: name,
    origin: name,
    partitioned_by: z.string().regex(/^day\([a-z_][a-z0-9_]*\)$/, 'day(column) is expected'),
    columns: icebergColumns,
  })
  .refine(({ key, origin, columns }) => columns[key] === 'string' && columns[origin] === 'string', {
    path: ['columns'],
    message: 'must have the key and the origin as string',
  })
  .refine(({ time, columns }) => columns[time] === 'timestamp', {
    path: ['columns'],
    message: 'must have the time as timestamp',
  })
  .refine(({ time, partitioned_by: partitionedBy }) => partitionedBy === `day(${time})`, {
    path: ['partitioned_by'],
    message: 'must be the day of the time',
  });

/** Reads a file of `enrichments/`; throws, naming the file and the place of each fault, at one that is not as it must be. */
export function readEnrichment(file: string, content: string): Enrichment {
  const { header: read, sql } = readSqlFile(file, content, header);
  for (const placeholder of ['{{source}}', '{{batch}}']) {
    if (!sql.includes(placeholder))
      throw new Error(
        `${file}: the SELECT does not use ${placeholder}; read the source as FROM {{source}}, and what is new of it as WHERE {{batch}}`,
      );
  }
  const { table, source, key, time, origin, partitioned_by: partitionedBy, columns } = read;
  const reads = [...sql.matchAll(/\{\{\s*lake\s*\}\}\.(?:"([^"]*)"|(\w+))/g)].map(
    ([, quoted, bare = '']) => quoted ?? bare,
  );
  const readsCrm = /\{\{\s*crm\s*\}\}/.test(sql);
  return {
    ...{ table, source, key, time, origin, partitionedBy, columns, select: sql },
    reads: [...new Set(reads)],
    readsCrm,
  };
}
