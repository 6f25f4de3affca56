import { type DataFile, filePathField, type ManifestEntry, partitionKey } from './data-file.ts';
import { type ManifestFile, readManifestList } from './manifest-list.ts';
import type { TableFiles } from './port.ts';
import type { Pruner } from './pruning.ts';
import { readManifest } from './read-manifest.ts';
import { currentSnapshot, type IcebergTable } from './table.ts';

/** What a version of a table consists of. */
export type LiveFiles = { readonly data: readonly ManifestEntry[]; readonly deletes: readonly ManifestEntry[] };

/** The manifests of the current snapshot. */
export async function currentManifests(files: TableFiles, table: IcebergTable): Promise<readonly ManifestFile[]> {
  const snapshot = currentSnapshot(table);
  return snapshot === undefined ? [] : readManifestList(await files.read(snapshot['manifest-list']));
}

/** The files of the current snapshot that may hold rows which the pruner allows; delete files all. */
export async function liveFiles(files: TableFiles, table: IcebergTable, pruner?: Pruner): Promise<LiveFiles> {
  const manifests = (await currentManifests(files, table)).filter(
    (manifest) => pruner === undefined || pruner.manifest(manifest),
  );
  const entries: ManifestEntry[] = [];
  for (const manifest of manifests)
    for (const entry of readManifest(await files.read(manifest.uri), manifest, table))
      if (entry.status !== 'deleted') entries.push(entry);
  return {
    data: entries.filter(({ file }) => file.content === 'data' && (pruner === undefined || pruner.file(file))),
    deletes: entries.filter(({ file }) => file.content !== 'data'),
  };
}

/** The delete files that apply to a data file: by partition, by sequence number, and by path where they name one. */
export function deletesOf(data: ManifestEntry, deletes: readonly ManifestEntry[]): readonly ManifestEntry[] {
  const partition = partitionKey(data.file);
  return deletes.filter(({ file, sequenceNumber }) => {
    if (file.content === 'equality deletes')
      return sequenceNumber > data.sequenceNumber && (file.partition.length === 0 || partitionKey(file) === partition);
    const only = soleTarget(file);
    if (only !== undefined) return only === data.file.uri && sequenceNumber >= data.sequenceNumber;
    return sequenceNumber >= data.sequenceNumber && partitionKey(file) === partition && mayName(file, data.file.uri);
  });
}

/** The one data file that position deletes belong to, where they belong to one. */
export function soleTarget(file: DataFile): string | undefined {
  if (file.referencedDataFile !== undefined) return file.referencedDataFile;
  const lower = file.metrics.lower.get(filePathField.id);
  const upper = file.metrics.upper.get(filePathField.id);
  return lower && upper?.equals(lower) ? lower.toString('utf8') : undefined;
}

function mayName(file: DataFile, uri: string): boolean {
  const path = Buffer.from(uri, 'utf8');
  const lower = file.metrics.lower.get(filePathField.id);
  const upper = file.metrics.upper.get(filePathField.id);
  return !(lower && lower.compare(path) > 0) && !(upper && upper.compare(path) < 0);
}
