import { partitionsOf } from '@tributary/shared/partitions.ts';
import { filesMetadata } from '../../glue/files-table.ts';
import type { KeptPartition } from '../../glue/ports.ts';
import { storageOf } from '../../glue/table-input.ts';
import { tableFolder } from '../converting/agree.ts';
import { type FileTable, hiveColumnsOf } from '../core/table/file-table.ts';
import type { Listed } from '../retyping/raw-listing.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

export type TableFiles = { readonly files: readonly Listed[]; readonly bytes: number };

/** The files of a table that readers see. */
export async function listFiles(
  { listObjects, lakeBucket }: Pick<ReconcileDeps, 'listObjects' | 'lakeBucket'>,
  name: string,
  table: FileTable,
): Promise<TableFiles> {
  const folder = tableFolder(name, table);
  const files: Listed[] = [];
  let bytes = 0;
  for await (const file of listObjects(lakeBucket, folder)) {
    // The folder of the first generation holds those of the others.
    if (!file.key.endsWith('.parquet') || /^\d+\//.test(file.key.slice(folder.length))) continue;
    files.push(file);
    bytes += file.size;
  }
  return { files, bytes };
}

export type PartitionsMended = { readonly all: number; readonly added: number; readonly removed: number };

type Against = {
  readonly table: FileTable;
  readonly files: readonly Listed[];
  readonly known: readonly KeptPartition[];
};

/** Registers the folders of files that are no partitions, or of which the partition lies elsewhere, and unregisters partitions without files. */
export async function mendPartitions(
  { partitions, database, lakeBucket }: Pick<ReconcileDeps, 'partitions' | 'database' | 'lakeBucket'>,
  name: string,
  { table, files, known }: Against,
): Promise<PartitionsMended> {
  const folders = new Map<string, { readonly values: readonly string[]; readonly path: string }>();
  for (const { key } of files) {
    const values = partitionsOf(key).map(({ value }) => value);
    folders.set(JSON.stringify(values), { values, path: key.slice(0, key.lastIndexOf('/') + 1) });
  }
  const columns = hiveColumnsOf(table);
  const ids = new Set(known.map(({ values }) => JSON.stringify(values)));
  const missing = [...folders].filter(([id]) => !ids.has(id)).map(([, folder]) => folder);
  const elsewhere = known.flatMap(({ values, input }): KeptPartition[] => {
    const folder = folders.get(JSON.stringify(values));
    const location = folder && `s3://${lakeBucket}/${folder.path}`;
    if (location === undefined || isAt(location, input.StorageDescriptor?.Location)) return [];
    return [{ values, input: { ...input, StorageDescriptor: storageOf('parquet', columns, location) } }];
  });
  const empty = known.filter(({ values }) => !folders.has(JSON.stringify(values)));
  await partitions.create(
    database,
    name,
    missing.map(({ values, path }) => ({
      Values: [...values],
      StorageDescriptor: storageOf('parquet', columns, `s3://${lakeBucket}/${path}`),
    })),
  );
  await partitions.update(database, name, elsewhere);
  await partitions.remove(
    database,
    name,
    empty.map(({ values }) => values),
  );
  return { all: folders.size, added: missing.length + elsewhere.length, removed: empty.length };
}

/** With a / at its end or without. */
function isAt(location: string, found: string | undefined): boolean {
  return found === location || `${found}/` === location;
}

/** What the footers of files say of rows and of what was rescued. */
export function rescuedOf(metadata: Readonly<Record<string, string>> = {}): number {
  return Number(metadata[filesMetadata.rescued] ?? '0');
}
