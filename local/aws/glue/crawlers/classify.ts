import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { AwsError } from '../../../kernel/error.ts';
import type { ObjectFile } from '../../../kernel/objects.ts';
import { hiveTypeOf } from './hive-type.ts';

export type Classification = 'parquet' | 'json' | 'csv';

/** What files of one table are, and what is in those that were looked at. */
export type Classified = {
  readonly classification: Classification;
  readonly compressionType: 'none' | 'gzip';
  readonly columns: readonly { readonly Name: string; readonly Type: string }[];
  readonly records: number;
  /** Of CSV: between fields, around fields, and whether the first line names them. */
  readonly csv?: { readonly delimiter: string; readonly quote: string; readonly hasHeader: boolean };
};

const headBytes = 65_536;

/** The format, columns and number of rows of files; throws, with their name, for what is not read here. */
export async function classify(connection: DuckDBConnection, files: readonly ObjectFile[]): Promise<Classified> {
  const heads = files.map((file) => ({ file, ...headOf(file) }));
  const [first] = heads;
  if (first === undefined) throw new Error('There is no file to look at');
  const other = heads.find((head) => head.format !== first.format || head.isGzip !== first.isGzip);
  if (other !== undefined)
    throw unreadable(`${first.file.key} is ${describe(first)}, ${other.file.key} ${describe(other)}`);
  if (first.format === undefined) throw unreadable(`${first.file.key} is none of Parquet, JSON lines and CSV`);
  return read(connection, files, { classification: first.format, isGzip: first.isGzip });
}

type Kind = { readonly classification: Classification; readonly isGzip: boolean };

async function read(
  connection: DuckDBConnection,
  files: readonly ObjectFile[],
  { classification, isGzip }: Kind,
): Promise<Classified> {
  const list = `[${files.map(({ path }) => quoted(path)).join(', ')}]`;
  const compression = `compression = '${isGzip ? 'gzip' : 'uncompressed'}'`;
  const source = {
    parquet: `read_parquet(${list}, union_by_name = true, hive_partitioning = false)`,
    json: `read_json(${list}, format = 'newline_delimited', union_by_name = true, ${compression}, map_inference_threshold = -1, hive_partitioning = false, sample_size = -1)`,
    csv: `read_csv(${list}, union_by_name = true, ${compression}, hive_partitioning = false)`,
  }[classification];
  const none = await connection.runAndReadAll(`SELECT * FROM ${source} LIMIT 0`);
  const count = await connection.runAndReadAll(`SELECT count(*) FROM ${source}`);
  const types = none.columnTypes();
  const columns = none.columnNames().map((name, at) => {
    const type = types[at];
    return { Name: name.toLowerCase(), Type: type ? hiveTypeOf(type, classification === 'parquet') : 'string' };
  });
  const records = Number(count.getRows()[0]?.[0]);
  const found = { classification, compressionType: isGzip ? 'gzip' : 'none', columns, records } as const;
  const path = files[0]?.path ?? '';
  return classification === 'csv' ? { ...found, csv: await csvOf(connection, path, compression) } : found;
}

async function csvOf(connection: DuckDBConnection, path: string, compression: string) {
  const sniffed = await connection.runAndReadAll(
    `SELECT Delimiter, Quote, HasHeader FROM sniff_csv(${quoted(path)}, ${compression})`,
  );
  const [delimiter, quote, hasHeader] = sniffed.getRows()[0] ?? [];
  return { delimiter: String(delimiter), quote: String(quote), hasHeader: hasHeader === true };
}

type Head = { readonly format: Classification | undefined; readonly isGzip: boolean };

function describe({ format, isGzip }: Head): string {
  return `${format ?? 'unknown'}${isGzip ? ' in gzip' : ''}`;
}

function headOf({ path }: ObjectFile): Head {
  const bytes = firstBytes(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return { isGzip, format: formatOf(isGzip ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes) };
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(headBytes);
    return bytes.subarray(0, readSync(file, bytes, 0, headBytes, 0));
  } finally {
    closeSync(file);
  }
}

/** Lines that have a delimiter are CSV, as Glue's own classifier has it: two columns at least. https://docs.aws.amazon.com/glue/latest/dg/add-classifier.html */
function formatOf(bytes: Buffer): Classification | undefined {
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return 'parquet';
  if (bytes.includes(0)) return undefined;
  const text = bytes.toString().trimStart();
  if (text.startsWith('{')) return 'json';
  const [line = ''] = text.split(/\r?\n/, 1);
  return !text.startsWith('[') && !text.startsWith('<') && /[,;|\t]/.test(line) ? 'csv' : undefined;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function unreadable(what: string): AwsError {
  return new AwsError('InternalServiceException', `Not crawled by the local cloud: ${what}`);
}
