import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { type DataFile, filePathField, type ManifestEntry, positionField } from './data-file.ts';
import { soleTarget } from './live-files.ts';
import { writeParquet } from './parquet-file.ts';
import type { TableContext } from './port.ts';
import { quoteText, quoteTexts } from './sql-text.ts';
import { type IcebergTable, partitionSpec } from './table.ts';
import type { Field } from './type.ts';
import { dataFileUri } from './write.ts';

const deleteFields: readonly Field[] = [
  { ...filePathField, required: true, type: { kind: 'string' } },
  { ...positionField, required: true, type: { kind: 'long' } },
];

/** Writes the position delete file of one data file. `positions`: a DuckDB SELECT of one bigint column `pos`. */
export async function writePositionDeletes(
  context: TableContext,
  table: IcebergTable,
  target: DataFile,
  positions: string,
): Promise<readonly DataFile[]> {
  const spec = partitionSpec(table, target.specId);
  const uri = dataFileUri(table, spec, target.partition, context.now());
  const sql = `SELECT CAST(${quoteText(target.uri)} AS VARCHAR) AS file_path, CAST(pos AS BIGINT) AS pos FROM (${positions}) ORDER BY pos`;
  const file = await writeParquet(context, { sql, fields: deleteFields, uri, exactBounds: true });
  if (!file) return [];
  const path = Buffer.from(target.uri, 'utf8');
  const metrics = {
    ...file.metrics,
    lower: new Map([...file.metrics.lower, [filePathField.id, path]]),
    upper: new Map([...file.metrics.upper, [filePathField.id, path]]),
  };
  const { specId, partition } = target;
  return [{ ...file, metrics, content: 'position deletes', specId, partition, referencedDataFile: target.uri }];
}

/** How many rows of a data file are left under these deletes; undefined where counting would mean reading it. */
export async function rowsLeft(
  { connection, files }: Pick<TableContext, 'connection' | 'files'>,
  data: ManifestEntry,
  deletes: readonly ManifestEntry[],
): Promise<number | undefined> {
  if (deletes.length === 0) return data.file.recordCount;
  if (deletes.some(({ file }) => soleTarget(file) === undefined)) return undefined;
  const paths = await Promise.all(deletes.map(({ file }) => files.localPath(file.uri)));
  return data.file.recordCount - (await distinctPositions(connection, paths));
}

async function distinctPositions(connection: DuckDBConnection, paths: readonly string[]): Promise<number> {
  const result = await connection.runAndReadAll(
    `SELECT count(DISTINCT pos) AS gone FROM read_parquet(${quoteTexts(paths)}, hive_partitioning = false)`,
  );
  return z.object({ gone: z.coerce.number() }).parse(result.getRowObjectsJson()[0]).gone;
}
