import { SqlError } from '../../../sql/error.ts';
import type { Plan } from '../../../sql/plan.ts';
import type { Tables } from '../catalog/tables.ts';
import type { Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import { requireEmpty } from './create-table-as.ts';
import { compressionOf, hiveFormatOf, split } from './file-properties.ts';
import { stageQuery } from './stage-query.ts';
import { readProperties } from './table-properties.ts';
import { writeFiles } from './write-files.ts';

/** UNLOAD: a query's rows as files of a location that must be empty. */
export async function runUnload(run: Run, tables: Tables, plan: Extract<Plan, { kind: 'unload' }>): Promise<Outcome> {
  const properties = readProperties(plan.properties);
  if (plan.properties.format === undefined)
    throw new SqlError('INVALID_TABLE_PROPERTY', "The property 'format' is required for UNLOAD");
  const format = hiveFormatOf(properties);
  const compression = compressionOf(properties);
  const { columns, partitionColumns } = split(plan.query.output, properties.list('partitioned_by') ?? []);
  properties.done();
  requireEmpty(run, plan.location);
  const staged = await stageQuery(run, tables, plan.query, plan.query.output);
  const written = await writeFiles(run, staged, {
    location: plan.location,
    columns,
    partitionColumns,
    format,
    compression,
  });
  return { kind: 'update', count: written.rows, files: written.files };
}
