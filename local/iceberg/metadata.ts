import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { SqlError } from '../sql/error.ts';
import { parseJson, printJson } from './json.ts';
import { jsonFields } from './type.ts';

const long = z.union([z.number().int(), z.bigint()]).transform((value) => BigInt(value));
const int = z.number().int();
const strings = z.record(z.string(), z.string());

const schema = z.looseObject({ 'schema-id': int, fields: jsonFields });

const partitionField = z.looseObject({ name: z.string(), transform: z.string(), 'source-id': int, 'field-id': int });

const partitionSpec = z.looseObject({ 'spec-id': int, fields: z.array(partitionField) });

const snapshot = z.looseObject({
  'snapshot-id': long,
  'parent-snapshot-id': long.optional(),
  'sequence-number': long,
  'timestamp-ms': int,
  summary: strings,
  'manifest-list': z.string(),
  'schema-id': int.optional(),
});

const reference = z.looseObject({ 'snapshot-id': long, type: z.enum(['branch', 'tag']) });

/** Format v2's table metadata. Members that are not named here (statistics, sort orders…) are kept as they are. */
const metadata = z.looseObject({
  'format-version': z.literal(2),
  'table-uuid': z.string(),
  location: z.string(),
  'last-sequence-number': long,
  'last-updated-ms': int,
  'last-column-id': int,
  'current-schema-id': int,
  schemas: z.array(schema).min(1),
  'default-spec-id': int,
  'partition-specs': z.array(partitionSpec).min(1),
  'last-partition-id': int,
  properties: strings.default({}),
  'current-snapshot-id': long.nullish(),
  snapshots: z.array(snapshot).default([]),
  'snapshot-log': z.array(z.looseObject({ 'timestamp-ms': int, 'snapshot-id': long })).default([]),
  'metadata-log': z.array(z.looseObject({ 'timestamp-ms': int, 'metadata-file': z.string() })).default([]),
  refs: z.record(z.string(), reference).optional(),
});

export type TableMetadata = z.output<typeof metadata>;
export type Snapshot = z.output<typeof snapshot>;
export type SchemaJson = z.output<typeof schema>;
export type PartitionSpecJson = z.output<typeof partitionSpec>;

/** Reads a metadata file, gzipped or not. Throws ICEBERG_INVALID_METADATA, or NOT_SUPPORTED for another format version. */
export function readMetadata(bytes: Buffer, location: string): TableMetadata {
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  const json = parse(text, location);
  const version = z.looseObject({ 'format-version': int }).safeParse(json).data?.['format-version'];
  if (version !== undefined && version !== 2)
    throw new SqlError('NOT_SUPPORTED', `Iceberg table version ${version} is not supported: ${location}`);
  const read = metadata.safeParse(json);
  if (read.success) return read.data;
  throw new SqlError('ICEBERG_INVALID_METADATA', `Error in ${location}: ${z.prettifyError(read.error)}`);
}

function parse(text: string, location: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new SqlError('ICEBERG_INVALID_METADATA', `Error in ${location}: ${String(cause)}`);
  }
}

export function printMetadata(table: TableMetadata): Buffer {
  return Buffer.from(printJson(table), 'utf8');
}

/** `NNNNN-<uuid>.metadata.json` after the one at `previous`. */
export function nextMetadataLocation(table: TableMetadata, previous: string | undefined, uuid: string): string {
  const version = previous === undefined ? -1 : Number(/(\d+)-[^/]*$/.exec(previous)?.[1] ?? 0);
  return `${trimSlash(table.location)}/metadata/${String(version + 1).padStart(5, '0')}-${uuid}.metadata.json`;
}

export function trimSlash(location: string): string {
  return location.replace(/\/+$/, '');
}

/** How many earlier metadata files the log names. */
function previousVersionsMax({ properties }: TableMetadata): number {
  return Math.max(1, Number(properties['write.metadata.previous-versions-max'] ?? 100) || 100);
}

/** Where data files go, without a slash at the end. */
export function dataFolder({ properties, location }: TableMetadata): string {
  const path = properties['write.data.path'] ?? properties['write.object-storage.path'];
  return trimSlash(path ?? `${trimSlash(location)}/data`);
}

/** The metadata that follows `table`, which lies at `location`: the log gains it, the update time never goes back. */
export function succeed(table: TableMetadata, location: string, now: number): TableMetadata {
  const entry = { 'timestamp-ms': table['last-updated-ms'], 'metadata-file': location };
  return {
    ...table,
    'last-updated-ms': Math.max(now, table['last-updated-ms'] + 1),
    'metadata-log': [...table['metadata-log'], entry].slice(-previousVersionsMax(table)),
  };
}
