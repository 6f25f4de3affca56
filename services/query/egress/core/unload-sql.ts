import { date, identifier, text, timestamp } from '@tributary/shared/sql.ts';
import type { Copy } from './copy.ts';
import type { Destination } from './egress.ts';
import { type PartitionRange, rangesOf } from './partition-range.ts';

export type Scope = 'all' | readonly string[];

export type Unload = {
  readonly database: string;
  /** Iceberg's id of the version that is read. */
  readonly snapshot: string;
  readonly scope: Scope;
  /** `s3://bucket/folder/`, where nothing is yet. */
  readonly location: string;
};

/** The statement that writes a version's rows of a scope as files of a folder; databases get every value as text, which loses nothing. */
export function unloadSql(copy: Copy, { database, snapshot, scope, location }: Unload): string {
  if (!/^\d+$/.test(snapshot)) throw new Error(`Not a snapshot: ${snapshot}`);
  const of = `${identifier(database)}.${identifier(copy.dataset)} FOR VERSION AS OF ${snapshot}`;
  return `UNLOAD (
SELECT ${selected(copy).join(', ')}
FROM ${of}
WHERE ${inScope(copy, scope)}
) TO ${text(location)}
WITH (${propertiesOf(copy)})`;
}

const scalar = /^(string|int|bigint|double|boolean|date|timestamp|decimal\(.*\))$/;

function selected({ destination, columns }: Copy): readonly string[] {
  const write = writers[formOf(destination)];
  return Object.entries(columns).map(([name, type]) => `${write(identifier(name), type)} AS ${identifier(name)}`);
}

/** `files`: for readers of files; `text`: every value as text in lines of JSON; `columns`: Parquet as Redshift's COPY reads it. */
function formOf(destination: Destination): 'files' | 'text' | 'columns' {
  if (destination.to === 's3') return 'files';
  return destination.to === 'redshift' && destination.format === 'parquet' ? 'columns' : 'text';
}

/** Files of Hive's formats have milliseconds, and UNLOAD refuses more. */
function asFilesHaveIt(column: string, type: string): string {
  return type === 'timestamp' ? `CAST(${column} AS timestamp(3))` : column;
}

function asText(column: string, type: string): string {
  return scalar.test(type) ? `CAST(${column} AS varchar)` : `json_format(CAST(${column} AS json))`;
}

/** Timestamps would lose their microseconds, and what has parts its shape: both go as text, and become themselves in Redshift. */
function asColumns(column: string, type: string): string {
  return type !== 'timestamp' && scalar.test(type) ? column : asText(column, type);
}

const writers = { files: asFilesHaveIt, text: asText, columns: asColumns };

// https://docs.aws.amazon.com/athena/latest/ug/unload.html
function propertiesOf({ destination }: Copy): string {
  if (formOf(destination) === 'columns') return "format = 'PARQUET', compression = 'SNAPPY'";
  if (destination.to !== 's3') return "format = 'JSON', compression = 'GZIP'";
  if (destination.format === 'parquet') return "format = 'PARQUET', compression = 'SNAPPY'";
  if (destination.format === 'json') return "format = 'JSON', compression = 'GZIP'";
  return `format = 'TEXTFILE', field_delimiter = ${text(destination.delimiter ?? ',')}, compression = 'GZIP'`;
}

function inScope({ partition }: Copy, scope: Scope): string {
  if (scope === 'all' || partition === undefined) return 'true';
  const column = identifier(partition.column);
  const literal = literalOf(partition.type);
  const inRange = ({ from, to }: PartitionRange) => `(${column} >= ${literal(from)} AND ${column} < ${literal(to)})`;
  const ranges = rangesOf(scope);
  return ranges.length === 0 ? 'false' : ranges.map(inRange).join(' OR ');
}

function literalOf(type: string): (at: Date) => string {
  return type === 'timestamp' ? timestamp : (at) => date(at.toISOString().slice(0, 10));
}
