import { printJson } from './json.ts';
import { manifestUris } from './manifest-list.ts';
import type { Snapshot } from './metadata.ts';
import type { TableFiles } from './port.ts';
import { livePaths } from './read-manifest.ts';
import type { IcebergTable } from './table.ts';

/** The files that snapshots need: their manifest lists, manifests, data and delete files. What was read once is not read again. */
export function createReach({
  read,
}: Pick<TableFiles, 'read'>): (snapshots: readonly Snapshot[]) => Promise<Set<string>> {
  const known = new Map<string, readonly string[]>();
  const pathsOf = async (manifest: string) => {
    const paths = known.get(manifest) ?? livePaths(await read(manifest));
    known.set(manifest, paths);
    return paths;
  };
  return async (snapshots) => {
    const lists = snapshots.map((snapshot) => snapshot['manifest-list']);
    const manifests = new Set<string>();
    for (const list of lists) addAll(manifests, manifestUris(await read(list)));
    const found = new Set([...lists, ...manifests]);
    for (const manifest of manifests) addAll(found, await pathsOf(manifest));
    return found;
  };
}

function addAll(set: Set<string>, items: readonly string[]): void {
  for (const item of items) set.add(item);
}

/** What the table needs beside its snapshots' files: its metadata, the log of earlier ones, statistics. */
export function ownFiles({ metadata, metadataLocation }: IcebergTable): readonly string[] {
  const statistics = printJson([metadata.statistics ?? [], metadata['partition-statistics'] ?? []]);
  return [
    metadataLocation,
    ...metadata['metadata-log'].map((entry) => entry['metadata-file']),
    ...[...statistics.matchAll(/"statistics-path":"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? ''),
  ];
}
