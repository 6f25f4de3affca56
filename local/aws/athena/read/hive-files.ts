import { readFileSync } from 'node:fs';
import type { ObjectFile } from '../../../kernel/objects.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Constraint } from '../../../sql/plan.ts';
import { listPartitions } from '../catalog/glue.ts';
import { type HiveFormat, hiveFormat } from '../catalog/hive-format.ts';
import { folder, parseLocation, uriOf } from '../catalog/location.ts';
import type { HiveTable } from '../catalog/source-table.ts';
import type { Run } from '../run.ts';
import { readerOf } from './data-access.ts';
import { listFiles, permitRead } from './object-access.ts';
import { isProjected, projectedPartitions } from './projection.ts';
import { mayHold } from './prune.ts';

/** A file of a Hive table, with the values of the partition it lies in (text; null: NULL). */
export type HiveFile = {
  readonly uri: string;
  readonly file: ObjectFile;
  readonly values: readonly (string | null)[];
  readonly format: HiveFormat;
};

type Place = { readonly location: string; readonly values: readonly (string | null)[]; readonly format: HiveFormat };

export const nullPartition = '__HIVE_DEFAULT_PARTITION__';

/** The files that a scan has to read: of the partitions, and then of the paths, that its constraints leave. */
export async function selectFiles(
  run: Run,
  table: HiveTable,
  constraints: readonly Constraint[],
): Promise<readonly HiveFile[]> {
  const places = await selectPlaces(run, table, constraints);
  const byPath = constraints.filter(({ column }) => column === '$path');
  const reader = readerOf(run, table.grants);
  const files = places.flatMap((place) => filesOf(reader(place.location), place));
  return files.filter(({ uri }) => byPath.every((constraint) => mayHold(constraint, uri)));
}

function filesOf(run: Run, { location, values, format }: Place): readonly HiveFile[] {
  const at = folder(location);
  const files = listFiles(run, at).filter((file) => file.size > 0);
  const found = files.map((file) => ({ uri: `s3://${at.bucket}/${file.key}`, file }));
  const read = format.input === 'symlink' ? found.flatMap((manifest) => namedIn(run, manifest)) : found;
  return read.map((each) => ({ ...each, values, format }));
}

type Found = Pick<HiveFile, 'uri' | 'file'>;

/** The files that a manifest of SymlinkTextInputFormat names, one a line. */
function namedIn(run: Run, manifest: Found): readonly Found[] {
  permitRead(run, parseLocation(manifest.uri).bucket, [manifest.file.key]);
  const lines = readFileSync(manifest.file.path, 'utf8').split(/\r?\n/);
  return lines.filter((line) => line.trim() !== '').map((line) => fileNamed(run, line.trim(), manifest.uri));
}

function fileNamed(run: Run, line: string, manifest: string): Found {
  const { bucket, key } = parseLocation(line);
  const file = run.objects.locate(bucket, key);
  if (file !== undefined) return { uri: uriOf({ bucket, key }), file };
  throw new SqlError('HIVE_CANNOT_OPEN_SPLIT', `${manifest} names ${line}, which does not exist`);
}

async function selectPlaces(run: Run, table: HiveTable, constraints: readonly Constraint[]): Promise<readonly Place[]> {
  if (table.partitionColumns.length === 0) return [{ location: table.location, values: [], format: table.format }];
  const partitions = await selectPartitions(run, table, constraints);
  return partitions.map(({ values, location, format }) => ({ values, location, format: format ?? table.format }));
}

export type SelectedPartition = {
  readonly values: readonly (string | null)[];
  readonly location: string;
  readonly format?: HiveFormat;
};

/** A table's partitions, from Glue or by projection, that the constraints on partition columns leave. */
export async function selectPartitions(
  run: Run,
  table: HiveTable,
  constraints: readonly Constraint[],
): Promise<readonly SelectedPartition[]> {
  if (isProjected(table)) return projectedPartitions(table, constraints, run.now);
  const partitions = await listPartitions(run, table.name);
  const names = table.partitionColumns.map((column) => column.name);
  const selected = partitions.map(({ Values = [], StorageDescriptor: storage }) => ({
    values: Values.map((value) => (value === nullPartition ? null : value)),
    location: storage?.Location ?? '',
    ...(storage?.SerdeInfo?.SerializationLibrary ? { format: hiveFormat(storage) } : {}),
  }));
  return selected.filter(({ values }) =>
    constraints.every((constraint) => {
      const index = names.indexOf(constraint.column);
      return index < 0 || mayHold(constraint, values[index] ?? null);
    }),
  );
}

/** Refuses unless whoever reads them may read every one of the files. */
export function permitFiles(reader: (uri: string) => Run, files: readonly HiveFile[]): void {
  for (const { uri, file } of files) permitRead(reader(uri), uri.slice(5, uri.indexOf('/', 5)), [file.key]);
}
