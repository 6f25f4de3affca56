import { commitWith } from './commit.ts';
import { printJson } from './json.ts';
import { type ManifestFile, readManifestList } from './manifest-list.ts';
import { type Snapshot, succeed, type TableMetadata, trimSlash } from './metadata.ts';
import type { TableContext } from './port.ts';
import { readManifest } from './read-manifest.ts';
import { currentSnapshot, type IcebergTable, loadCurrent, property } from './table.ts';

type VacuumContext = Pick<TableContext, 'files' | 'pointer' | 'now'>;

/** Files younger than this may belong to a statement that has not committed yet. */
const orphanAgeMs = 3_600_000;

/**
 * VACUUM: forgets snapshots older than `vacuum_max_snapshot_age_seconds` (5 days) but the newest `vacuum_min_snapshots_to_keep` (1),
 * and removes the files that only they needed, and files that nothing needs.
 */
export async function vacuumTable(
  context: VacuumContext,
  table: IcebergTable,
): Promise<{ readonly expiredSnapshots: number; readonly removedFiles: number }> {
  const expires = expiredSnapshots(table, context.now()).length > 0;
  const after = expires
    ? await commitWith(context, table, async (current) => ({ metadata: forget(context, current), written: [] }))
    : await loadCurrent(context.files, context.pointer);
  const needed = await reachable(context, after);
  const once = await reachable(context, table);
  let removedFiles = 0;
  for (const uri of new Set([...once, ...(await orphans(context, after))])) {
    if (needed.has(uri)) continue;
    await context.files.remove(uri);
    removedFiles += 1;
  }
  return { expiredSnapshots: table.metadata.snapshots.length - after.metadata.snapshots.length, removedFiles };
}

function forget(context: VacuumContext, table: IcebergTable): TableMetadata {
  const expired = new Set(expiredSnapshots(table, context.now()).map((snapshot) => snapshot['snapshot-id']));
  const metadata = succeed(table.metadata, table.metadataLocation, context.now());
  return {
    ...metadata,
    snapshots: metadata.snapshots.filter((snapshot) => !expired.has(snapshot['snapshot-id'])),
    'snapshot-log': metadata['snapshot-log'].filter((entry) => !expired.has(entry['snapshot-id'])),
  };
}

/** Snapshots that no branch or tag names, too old, and not among the newest that are kept in any case. */
function expiredSnapshots(table: IcebergTable, now: number): readonly Snapshot[] {
  const oldest = now - property(table, 'vacuum_max_snapshot_age_seconds', 432_000) * 1000;
  const keep = Math.max(1, property(table, 'vacuum_min_snapshots_to_keep', 1));
  const named = new Set(Object.values(table.metadata.refs ?? {}).map((reference) => reference['snapshot-id']));
  const ancestors = ancestorsOf(table).slice(0, keep);
  return table.metadata.snapshots.filter(
    (snapshot) =>
      snapshot['timestamp-ms'] <= oldest && !named.has(snapshot['snapshot-id']) && !ancestors.includes(snapshot),
  );
}

/** The current snapshot and those before it, newest first. */
function ancestorsOf(table: IcebergTable): readonly Snapshot[] {
  const byId = new Map(table.metadata.snapshots.map((snapshot) => [snapshot['snapshot-id'], snapshot]));
  const line: Snapshot[] = [];
  let snapshot = currentSnapshot(table);
  while (snapshot && !line.includes(snapshot)) {
    line.push(snapshot);
    const parent = snapshot['parent-snapshot-id'];
    snapshot = parent === undefined ? undefined : byId.get(parent);
  }
  return line;
}

/** Every file that some snapshot of the table, or the table itself, needs. */
async function reachable({ files }: VacuumContext, table: IcebergTable): Promise<ReadonlySet<string>> {
  const manifests = new Map<string, ManifestFile>();
  for (const snapshot of table.metadata.snapshots)
    for (const manifest of readManifestList(await files.read(snapshot['manifest-list'])))
      manifests.set(manifest.uri, manifest);
  const uris = [
    table.metadataLocation,
    ...table.metadata['metadata-log'].map((entry) => entry['metadata-file']),
    ...statisticsFiles(table),
    ...table.metadata.snapshots.map((snapshot) => snapshot['manifest-list']),
    ...manifests.keys(),
  ];
  for (const manifest of manifests.values()) {
    const entries = readManifest(await files.read(manifest.uri), manifest, table);
    uris.push(...entries.filter(({ status }) => status !== 'deleted').map(({ file }) => file.uri));
  }
  return new Set(uris);
}

function statisticsFiles(table: IcebergTable): readonly string[] {
  const text = printJson([table.metadata.statistics ?? [], table.metadata['partition-statistics'] ?? []]);
  return [...text.matchAll(/"statistics-path":"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '');
}

async function orphans({ files, now }: VacuumContext, table: IcebergTable): Promise<readonly string[]> {
  const age = Math.max(orphanAgeMs, property(table, 'vacuum_max_snapshot_age_seconds', 432_000) * 1000);
  const location = trimSlash(table.metadata.location);
  const found = [...(await files.list(`${location}/data/`)), ...(await files.list(`${location}/metadata/`))];
  return found.filter(({ lastModified }) => lastModified < now() - age).map(({ uri }) => uri);
}
