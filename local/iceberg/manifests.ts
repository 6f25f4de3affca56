import { randomUUID } from 'node:crypto';
import type { DataFile, ManifestEntry } from './data-file.ts';
import { groupBy } from './group-by.ts';
import { currentManifests } from './live-files.ts';
import { describeManifest, type ManifestFile, writeManifestList } from './manifest-list.ts';
import type { TableFiles } from './port.ts';
import { readManifest } from './read-manifest.ts';
import { type IcebergTable, property } from './table.ts';
import { writeManifest } from './write-manifest.ts';

export type NewSnapshot = {
  readonly id: bigint;
  readonly parentId: bigint | undefined;
  readonly sequenceNumber: bigint;
  readonly added: readonly DataFile[];
  readonly removed: readonly DataFile[];
  /** Where metadata files go, without a slash at the end. */
  readonly folder: string;
};

type Writer = {
  write(specId: number, entries: readonly ManifestEntry[]): Promise<ManifestFile>;
  readonly uris: string[];
};

/** Writes the manifests and the manifest list of a snapshot that follows the table's current one. */
export async function writeManifests(
  files: TableFiles,
  table: IcebergTable,
  snapshot: NewSnapshot,
): Promise<{ readonly manifestList: string; readonly uris: readonly string[] }> {
  const writer = manifestWriter(files, table, snapshot);
  const fresh: ManifestFile[] = [];
  for (const group of groupBy(snapshot.added, ({ specId, content }) => `${specId} ${content === 'data'}`).values())
    fresh.push(
      await writer.write(
        group[0]?.specId ?? 0,
        group.map((file) => addedEntry(file, snapshot)),
      ),
    );
  const kept = await withoutRemoved(files, table, snapshot, writer);
  const manifests = [...fresh, ...(await mergeMany(files, table, kept, writer))];
  const manifestList = `${snapshot.folder}/snap-${snapshot.id}-1-${randomUUID()}.avro`;
  await files.write(manifestList, writeManifestList(manifests, snapshot));
  return { manifestList, uris: [...writer.uris, manifestList] };
}

function manifestWriter(files: TableFiles, table: IcebergTable, snapshot: NewSnapshot): Writer {
  const uuid = randomUUID();
  const uris: string[] = [];
  return {
    uris,
    async write(specId, entries) {
      const uri = `${snapshot.folder}/${uuid}-m${uris.length}.avro`;
      uris.push(uri);
      const { size } = await files.write(uri, writeManifest(table, specId, entries));
      const { id: snapshotId, sequenceNumber } = snapshot;
      return describeManifest(table, entries, { uri, length: size, specId, snapshotId, sequenceNumber });
    },
  };
}

function addedEntry(file: DataFile, { id, sequenceNumber }: NewSnapshot): ManifestEntry {
  return { status: 'added', snapshotId: id, sequenceNumber, fileSequenceNumber: sequenceNumber, file };
}

/** The parent's manifests; those that name a removed file are written anew, the file's entry marked deleted. */
async function withoutRemoved(files: TableFiles, table: IcebergTable, snapshot: NewSnapshot, writer: Writer) {
  const parents = await currentManifests(files, table);
  const living = parents.filter(({ counts }) => counts.files[0] + counts.files[1] > 0);
  if (snapshot.removed.length === 0) return living;
  const removed = new Set(snapshot.removed.map(({ uri }) => uri));
  const kept: ManifestFile[] = [];
  for (const manifest of living) {
    const entries = await liveEntries(files, table, manifest);
    const touched = entries.some(({ file }) => removed.has(file.uri));
    const rewritten = () => entries.map((entry) => carried(entry, removed, snapshot.id));
    kept.push(touched ? await writer.write(manifest.specId, rewritten()) : manifest);
  }
  return kept;
}

function carried(entry: ManifestEntry, removed: ReadonlySet<string>, snapshotId: bigint): ManifestEntry {
  return removed.has(entry.file.uri) ? { ...entry, status: 'deleted', snapshotId } : { ...entry, status: 'existing' };
}

async function liveEntries(files: TableFiles, table: IcebergTable, manifest: ManifestFile) {
  const entries = readManifest(await files.read(manifest.uri), manifest, table);
  return entries.filter(({ status }) => status !== 'deleted');
}

/** Merges manifests of one spec and kind once there are many small ones, so that planning stays cheap. */
async function mergeMany(files: TableFiles, table: IcebergTable, manifests: readonly ManifestFile[], writer: Writer) {
  const minimum = property(table, 'commit.manifest.min-count-to-merge', 100);
  const target = property(table, 'commit.manifest.target-size-bytes', 8 * 1024 * 1024);
  const merged: ManifestFile[] = [];
  for (const group of groupBy(manifests, ({ specId, content }) => `${specId} ${content}`).values()) {
    const small = group.filter(({ length, uri }) => length < target / 2 && !writer.uris.includes(uri));
    if (small.length < minimum) {
      merged.push(...group);
      continue;
    }
    const entries: ManifestEntry[] = [];
    for (const manifest of small)
      for (const entry of await liveEntries(files, table, manifest)) entries.push({ ...entry, status: 'existing' });
    merged.push(await writer.write(small[0]?.specId ?? 0, entries), ...group.filter((one) => !small.includes(one)));
  }
  return merged;
}
