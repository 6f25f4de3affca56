import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { SqlError } from '../../../sql/error.ts';
import type { Column } from '../../../sql/plan.ts';
import { quoted, text } from '../../../sql/type-name.ts';
import type { HiveFormat } from '../catalog/hive-format.ts';
import { withSlash } from '../catalog/location.ts';
import { putObject } from '../catalog/table-files.ts';
import { dialectOf } from '../read/serde/lazy-simple.ts';
import type { Run } from '../run.ts';
import { partitionPath, partitionText } from './partition-path.ts';
import { csvLine, textLine } from './text-sql.ts';

export type FileTarget = {
  readonly location: string;
  readonly columns: readonly Column[];
  /** They come last among `columns`' neighbours in the relation and are not written into the files. */
  readonly partitionColumns: readonly Column[];
  readonly format: HiveFormat;
  /** SNAPPY, GZIP, ZSTD, NONE…; absent: GZIP, Athena's default. */
  readonly compression?: string | undefined;
};

export type Written = {
  readonly rows: number;
  readonly files: readonly string[];
  readonly partitions: readonly { readonly values: readonly string[]; readonly location: string }[];
};

const maxPartitions = 100;

/** Writes a relation's rows below a location, one file per partition. HIVE_TOO_MANY_OPEN_PARTITIONS above 100 of them. */
export async function writeFiles(run: Run, relation: string, target: FileTarget): Promise<Written> {
  const keys = target.partitionColumns.map(({ name }) => quoted(name));
  const groups = await groupsOf(run, relation, keys);
  const files: string[] = [];
  const partitions: Written['partitions'][number][] = [];
  let rows = 0;
  await run.linger();
  for (const { values, condition, count } of groups) {
    run.signal.throwIfAborted();
    const path =
      keys.length > 0
        ? `${partitionPath(
            target.partitionColumns.map(({ name }) => name),
            values,
          )}/`
        : '';
    const location = `${withSlash(target.location)}${path}`;
    files.push(await writeFile(run, `${relation} WHERE ${condition}`, location, target));
    if (keys.length > 0) partitions.push({ values, location });
    rows += count;
  }
  return { rows, files, partitions };
}

type Group = { readonly values: readonly string[]; readonly condition: string; readonly count: number };

async function groupsOf(run: Run, relation: string, keys: readonly string[]): Promise<readonly Group[]> {
  if (keys.length === 0) {
    const count = Number(
      (await run.connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${relation}`)).getRows()[0]?.[0],
    );
    return count === 0 ? [] : [{ values: [], condition: 'true', count }];
  }
  const list = keys.join(', ');
  const found = await run.connection.runAndReadAll(
    `SELECT ${keys.map((key) => `CAST(${key} AS VARCHAR)`).join(', ')}, count(*)::DOUBLE FROM ${relation} GROUP BY ${keys
      .map((key) => `CAST(${key} AS VARCHAR)`)
      .join(', ')} ORDER BY ALL LIMIT ${maxPartitions + 1}`,
  );
  const rows = found.getRows();
  if (rows.length > maxPartitions)
    throw new SqlError(
      'HIVE_TOO_MANY_OPEN_PARTITIONS',
      `Exceeded limit of ${maxPartitions} open writers for partitions/buckets (${list})`,
    );
  return rows.map((row) => ({
    values: keys.map((_key, index) => partitionText(row[index])),
    condition: keys
      .map((key, index) => {
        const value = row[index];
        return value === null ? `${key} IS NULL` : `CAST(${key} AS VARCHAR) = ${text(String(value))}`;
      })
      .join(' AND '),
    count: Number(row[keys.length]),
  }));
}

async function writeFile(run: Run, source: string, location: string, target: FileTarget): Promise<string> {
  const name = `${new Date(run.now)
    .toISOString()
    .replace(/[-:]|\.\d+Z/g, '')
    .replace('T', '_')}_${randomUUID()}`;
  const local = join(run.workDir, name);
  const compression = (target.compression ?? 'GZIP').toUpperCase();
  const suffix = target.format.name === 'parquet' || compression === 'NONE' ? '' : '.gz';
  await writers[target.format.name]({ run, source, local, target, compression });
  const uri = `${location}${name}${suffix}`;
  await putObject(run, uri, createReadStream(local));
  return uri;
}

type Job = {
  readonly run: Run;
  readonly source: string;
  readonly local: string;
  readonly target: FileTarget;
  readonly compression: string;
};

const unsupported = ({ target }: Job) => {
  throw new SqlError('NOT_SUPPORTED', `Writing ${target.format.name.toUpperCase()} files is not supported`);
};

const writers: Readonly<Record<HiveFormat['name'], (job: Job) => Promise<void> | void>> = {
  parquet: writeParquet,
  json: writeJson,
  csv: (job) => writeLines(job, csvLine(job.target.columns)),
  text: (job) => writeLines(job, textLine(job.target.columns, dialectOf(job.target.format.parameters))),
  orc: unsupported,
  avro: unsupported,
};

const parquetCodecs: Readonly<Record<string, string>> = {
  NONE: 'uncompressed',
  UNCOMPRESSED: 'uncompressed',
  SNAPPY: 'snappy',
  GZIP: 'gzip',
  ZSTD: 'zstd',
  LZ4: 'lz4_raw',
  BROTLI: 'brotli',
};

async function writeParquet({ run, source, local, target, compression }: Job): Promise<void> {
  const codec = parquetCodecs[compression];
  if (codec === undefined) throw badCompression(compression);
  const items = target.columns.map(({ name }) => quoted(name)).join(', ');
  await run.connection.run(
    `COPY (SELECT ${items} FROM ${source}) TO ${text(local)} (FORMAT parquet, COMPRESSION ${codec})`,
  );
}

async function writeJson(job: Job): Promise<void> {
  const members = job.target.columns.map(({ name, type }) => {
    const value = type.kind === 'varbinary' ? `to_base64(${quoted(name)})` : quoted(name);
    return `${text(name)}, ${value}`;
  });
  await writeLines(job, `CAST(json_object(${members.join(', ')}) AS VARCHAR)`);
}

async function writeLines({ run, source, local, compression }: Job, line: string): Promise<void> {
  if (compression !== 'NONE' && compression !== 'GZIP') throw badCompression(compression);
  const result = await run.connection.stream(`SELECT ${line} FROM ${source}`);
  const lines = Readable.from(
    (async function* () {
      for await (const rows of result.yieldRows()) yield rows.map(([value]) => `${String(value)}\n`).join('');
    })(),
  );
  const file = createWriteStream(local);
  await (compression === 'NONE' ? pipeline(lines, file) : pipeline(lines, createGzip(), file));
}

const badCompression = (name: string) =>
  new SqlError('INVALID_TABLE_PROPERTY', `Compression ${name} is not supported for this format`);
