import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { SqlError } from '../sql/error.ts';
import type { DataFile } from './data-file.ts';
import { quoteName, quoteText } from './sql-text.ts';
import type { PartitionField, PartitionSpec } from './table.ts';
import { registerBucket, transformSql } from './transform-sql.ts';
import { type IcebergType, isPrimitive, type StructType } from './type.ts';
import { parseValue, type Value } from './value.ts';

/** Athena's limit on partitions per statement: https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html */
const maxOpenPartitions = 100;

/** One partition of a staged relation, and the DuckDB condition that picks its rows. */
export type RowPartition = { readonly partition: DataFile['partition']; readonly condition: string };

/** The partition columns `$p0`, `$p1`… to be staged beside the rows; `columnOf` names a top-level field's staged column. */
export function partitionColumns(
  connection: DuckDBConnection,
  spec: PartitionSpec,
  schema: StructType,
  columnOf: (fieldId: number) => string,
): readonly string[] {
  if (spec.fields.some(({ transform }) => transform.kind === 'bucket')) registerBucket(connection);
  return spec.fields.map((field, index) => {
    const source = sourceSql(schema, field.source.id, columnOf);
    return `${source === undefined ? 'NULL' : transformSql(field, source)} AS "$p${index}"`;
  });
}

function sourceSql(schema: StructType, id: number, columnOf: (fieldId: number) => string): string | undefined {
  for (const field of schema.fields) {
    const names = namesTo(field.type, field.id, id);
    if (names) return names.reduce((sql, name) => `struct_extract(${sql}, ${quoteText(name)})`, columnOf(field.id));
  }
  return undefined;
}

function namesTo(type: IcebergType, ownId: number, id: number): readonly string[] | undefined {
  if (ownId === id) return [];
  if (type.kind !== 'struct') return undefined;
  for (const field of type.fields) {
    const names = namesTo(field.type, field.id, id);
    if (names) return [field.name, ...names];
  }
  return undefined;
}

/** A column `$id` that numbers the partitions of rows which have the partition columns. */
export function partitionNumber(spec: PartitionSpec): string {
  return `dense_rank() OVER (ORDER BY ${spec.fields.map((_field, index) => `"$p${index}"`).join(', ')}) AS "$id"`;
}

/** The partitions of a staged relation that has the partition columns and `$id`. Throws ICEBERG_TOO_MANY_OPEN_PARTITIONS. */
export async function partitionsOf(
  connection: DuckDBConnection,
  spec: PartitionSpec,
  stage: string,
): Promise<readonly RowPartition[]> {
  if (spec.fields.length === 0) return [{ partition: [], condition: 'true' }];
  const texts = spec.fields.map((field, index) => `${textSql(field, `min("$p${index}")`)} AS "$p${index}"`);
  const result = await connection.runAndReadAll(
    `SELECT CAST("$id" AS VARCHAR) AS id, ${texts.join(', ')} FROM ${quoteName(stage)} GROUP BY "$id" ORDER BY "$id" LIMIT ${maxOpenPartitions + 1}`,
  );
  const rows = z.array(z.record(z.string(), z.string().nullable())).parse(result.getRowObjectsJson());
  if (rows.length > maxOpenPartitions)
    throw new SqlError(
      'ICEBERG_TOO_MANY_OPEN_PARTITIONS',
      `Exceeded limit of ${maxOpenPartitions} open writers for partitions`,
    );
  return rows.map((row) => ({
    partition: spec.fields.map((field, index) => readText(field, row[`$p${index}`] ?? null)),
    condition: `"$id" = ${row.id}`,
  }));
}

function textSql({ resultType }: PartitionField, column: string): string {
  const binary = resultType.kind === 'binary' || resultType.kind === 'fixed';
  if (resultType.kind === 'timestamptz') return `CAST(make_timestamp(epoch_us(${column})) AS VARCHAR)`;
  return binary ? `hex(${column})` : `CAST(${column} AS VARCHAR)`;
}

function readText(field: PartitionField, text: string | null): Value | null {
  if (text === null) return null;
  const { resultType, transform } = field;
  if (resultType.kind === 'binary' || resultType.kind === 'fixed') return Buffer.from(text, 'hex');
  if (resultType.kind === 'decimal' && transform.kind === 'truncate') return BigInt(text);
  if (isPrimitive(resultType) && text.toLowerCase() === 'nan' && resultType.kind !== 'string') return Number.NaN;
  const value = parseValue(resultType, text);
  if (value === undefined)
    throw new SqlError('NOT_SUPPORTED', `Value ${text} of partition column ${field.name} is out of range`);
  return value;
}
