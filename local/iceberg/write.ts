import { randomUUID } from 'node:crypto';
import { SqlError } from '../sql/error.ts';
import { commitChange } from './commit.ts';
import type { DataFile } from './data-file.ts';
import { toFile } from './duck-type.ts';
import { dataFolder } from './metadata.ts';
import { writeParquet } from './parquet-file.ts';
import { partitionPath } from './partition-path.ts';
import { partitionColumns, partitionNumber, partitionsOf, type RowPartition } from './partition-rows.ts';
import type { TableContext } from './port.ts';
import { quoteName } from './sql-text.ts';
import { defaultSpec, type IcebergTable, type PartitionSpec } from './table.ts';

/**
 * INSERT: appends the rows of a DuckDB relation (a name, or a SELECT in parentheses) that has the table's columns in its order and in
 * the types of sql/type.ts. Nothing of it is seen before the commit, and nothing stays if that fails.
 */
export async function applyInsert(
  context: TableContext,
  table: IcebergTable,
  relation: string,
): Promise<{ readonly rows: number }> {
  const added = await writeRows(context, table, relation);
  const rows = added.reduce((sum, { recordCount }) => sum + recordCount, 0);
  await discardOnFailure(context, added, () =>
    commitChange(context, table, { operation: 'append', added, removed: [] }),
  );
  return { rows };
}

/** Writes the rows of a relation to data files of the table, one per partition; they are not part of it before a commit. */
export async function writeRows(
  context: TableContext,
  table: IcebergTable,
  relation: string,
): Promise<readonly DataFile[]> {
  const { connection } = context;
  const spec = defaultSpec(table);
  const rows = convertedRows(table, relation);
  if (spec.fields.length === 0 && !table.schema.fields.some(({ required }) => required))
    return writePartitions(context, table, `(${rows})`, [{ partition: [], condition: 'true' }]);
  const stage = `iceberg_stage_${randomUUID().replaceAll('-', '')}`;
  try {
    await connection.run(`CREATE TEMP TABLE ${quoteName(stage)} AS ${withPartitions(context, table, spec, rows)}`);
    await refuseNulls(context, table, stage);
    return await writePartitions(context, table, quoteName(stage), await partitionsOf(connection, spec, stage));
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${quoteName(stage)}`).catch(() => undefined);
  }
}

/** The relation's rows as files hold them, each column named `$c<field id>`. */
function convertedRows(table: IcebergTable, relation: string): string {
  const { fields } = table.schema;
  const converted = fields.map(({ type, id }, index) => `${toFile(`source.c${index}`, type)} AS "$c${id}"`);
  const names = fields.map((_field, index) => `c${index}`).join(', ');
  return `SELECT ${converted.join(', ')} FROM (SELECT * FROM ${relation}) AS source(${names})`;
}

function withPartitions({ connection }: TableContext, table: IcebergTable, spec: PartitionSpec, rows: string): string {
  if (spec.fields.length === 0) return rows;
  const columns = partitionColumns(connection, spec, table.schema, (id) => `rows."$c${id}"`);
  return `SELECT *, ${partitionNumber(spec)} FROM (SELECT rows.*, ${columns.join(', ')} FROM (${rows}) AS rows)`;
}

async function refuseNulls({ connection }: TableContext, table: IcebergTable, stage: string): Promise<void> {
  for (const field of table.schema.fields.filter(({ required }) => required)) {
    const nulls = await connection.runAndReadAll(
      `SELECT 1 FROM ${quoteName(stage)} WHERE "$c${field.id}" IS NULL LIMIT 1`,
    );
    if (nulls.currentRowCount > 0)
      throw new SqlError('CONSTRAINT_VIOLATION', `NULL value not allowed for NOT NULL column: ${field.name}`);
  }
}

async function writePartitions(
  context: TableContext,
  table: IcebergTable,
  source: string,
  partitions: readonly RowPartition[],
): Promise<readonly DataFile[]> {
  const spec = defaultSpec(table);
  const { fields } = table.schema;
  const columns = fields.map((field) => `"$c${field.id}" AS ${quoteName(field.name)}`).join(', ');
  const select = `SELECT ${columns} FROM ${source} AS stage`;
  const codec = table.metadata.properties['write.parquet.compression-codec'] ?? 'zstd';
  const level = table.metadata.properties['write.parquet.compression-level'];
  const written: DataFile[] = [];
  const writeAll = async () => {
    for (const { partition, condition } of partitions) {
      const uri = dataFileUri(table, spec, partition, context.now());
      const file = await writeParquet(context, {
        sql: `${select} WHERE ${condition}`,
        fields,
        uri,
        codec,
        ...(level && { level }),
      });
      if (file) written.push({ ...file, content: 'data', specId: spec.id, partition });
    }
  };
  await discardOnFailure(context, written, writeAll, () => true);
  return written;
}

/** `<location>/data/<partition>/<yyyymmdd_hhmmss>-<uuid>.parquet`. */
export function dataFileUri(
  table: IcebergTable,
  spec: PartitionSpec,
  partition: DataFile['partition'],
  now: number,
): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15);
  const path = partitionPath(spec, partition);
  return `${dataFolder(table.metadata)}/${path}${path === '' ? '' : '/'}${time}-${randomUUID()}.parquet`;
}

/**
 * Runs the task that puts written files into the table; where it is certain that it has not, they are removed (as far as the caller may
 * delete: what stays is nobody's, and VACUUM's to remove).
 */
export async function discardOnFailure<T>(
  { files }: TableContext,
  written: readonly DataFile[],
  task: () => Promise<T>,
  isCertain: (error: unknown) => boolean = isRefusal,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (isCertain(error)) await Promise.allSettled(written.map(({ uri }) => files.remove(uri)));
    throw error;
  }
}

/** An error of our own says that nothing was committed; after any other the commit may have happened. */
function isRefusal(error: unknown): boolean {
  return error instanceof SqlError;
}
