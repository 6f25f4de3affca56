import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SqlError } from '../sql/error.ts';
import type { Metrics } from './data-file.ts';
import { readMetrics } from './metrics.ts';
import { refuseStopped, type TableContext } from './port.ts';
import { quoteName, quoteText } from './sql-text.ts';
import type { Field, IcebergType } from './type.ts';

export type ParquetFile = {
  /** A DuckDB SELECT of the fields in their order and in the types of files. */
  readonly sql: string;
  readonly fields: readonly Field[];
  readonly uri: string;
  /** As `write.parquet.compression-codec` names it; zstd without it. */
  readonly codec?: string;
  /** zstd's, 1 to 22. */
  readonly level?: string;
  /** Keeps strings whole in the bounds. */
  readonly exactBounds?: boolean;
};

export type WrittenFile = {
  readonly uri: string;
  readonly recordCount: number;
  readonly size: number;
  readonly metrics: Metrics;
};

const copied = z.object({ count: z.coerce.number(), column_statistics: z.unknown() });

/** Writes rows to a Parquet file of the table, with field ids; undefined, and no file, where there is no row. */
export async function writeParquet(
  context: Pick<TableContext, 'connection' | 'files' | 'signal'>,
  { sql, fields, uri, exactBounds, codec = 'zstd', level }: ParquetFile,
): Promise<WrittenFile | undefined> {
  const { connection, files } = context;
  const path = join(files.scratchDir, `${randomUUID()}.parquet`);
  try {
    const ids = fields.map((field) => `${quoteName(field.name)}: ${fieldIds(field.id, field.type)}`);
    const result = await connection.runAndReadAll(
      `COPY (${sql}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION ${duckCodec(codec, level)}, RETURN_STATS, FIELD_IDS {${ids.join(', ')}})`,
    );
    const { count, column_statistics } = copied.parse(result.getRowObjectsJson()[0]);
    if (count === 0) return undefined;
    refuseStopped(context);
    const { size } = await files.write(uri, { file: path });
    return { uri, recordCount: count, size, metrics: readMetrics(fields, column_statistics, exactBounds) };
  } finally {
    await rm(path, { force: true });
  }
}

const codecs: Readonly<Record<string, string>> = {
  zstd: 'zstd',
  snappy: 'snappy',
  gzip: 'gzip',
  lz4: 'lz4_raw',
  brotli: 'brotli',
  none: 'uncompressed',
  uncompressed: 'uncompressed',
};

function duckCodec(name: string, level: string | undefined): string {
  const codec = codecs[name.toLowerCase()];
  if (codec === undefined) throw new SqlError('NOT_SUPPORTED', `Compression codec ${name} not supported for Parquet`);
  return level === undefined || codec !== 'zstd' ? codec : `zstd, COMPRESSION_LEVEL ${Number(level)}`;
}

function fieldIds(id: number, type: IcebergType): string {
  if (type.kind === 'struct') {
    const children = type.fields.map((field) => `${quoteName(field.name)}: ${fieldIds(field.id, field.type)}`);
    return `{__duckdb_field_id: ${id}, ${children.join(', ')}}`;
  }
  if (type.kind === 'list') return `{__duckdb_field_id: ${id}, element: ${fieldIds(type.elementId, type.element)}}`;
  if (type.kind === 'map')
    return `{__duckdb_field_id: ${id}, key: ${fieldIds(type.keyId, type.key)}, value: ${fieldIds(type.valueId, type.value)}}`;
  return String(id);
}
