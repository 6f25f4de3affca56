import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SqlError } from '../sql/error.ts';
import { refuseConflicts, type Validation } from './conflict.ts';
import type { DataFile } from './data-file.ts';
import { writeManifests } from './manifests.ts';
import {
  nextMetadataLocation,
  printMetadata,
  type Snapshot,
  succeed,
  type TableMetadata,
  trimSlash,
} from './metadata.ts';
import { refuseStopped, type TableContext } from './port.ts';
import { type SnapshotOperation, summarise } from './snapshot-summary.ts';
import { currentSnapshot, type IcebergTable, loadCurrent, property, tableOf } from './table.ts';

/** What a statement does to a table, decided on the version that it read. */
export type TableChange = {
  readonly operation: SnapshotOperation;
  /** Data and delete files that are already written. */
  readonly added: readonly DataFile[];
  readonly removed: readonly DataFile[];
  /** What must not have happened since; absent for a plain append. */
  readonly validation?: Validation;
};

type CommitContext = Pick<TableContext, 'files' | 'pointer' | 'now' | 'signal' | 'beforeCommit'>;

/**
 * Makes the change one new snapshot of the table as it is now, which may be later than `base`; a writer that was faster makes it try
 * again. Throws ICEBERG_COMMIT_ERROR where the change no longer fits.
 */
export async function commitChange(
  context: CommitContext,
  base: IcebergTable,
  change: TableChange,
): Promise<IcebergTable> {
  if (change.added.length === 0 && change.removed.length === 0) return base;
  return commitWith(context, base, async (table) => {
    if (change.validation)
      await refuseConflicts(context.files, { base, table, removed: change.removed }, change.validation);
    return addSnapshot(context, table, change);
  });
}

/** What one try to commit has written, beside the metadata that follows from it. */
export type Prepared = { readonly metadata: TableMetadata; readonly written: readonly string[] };

/** Moves the table's pointer to the metadata that `prepare` makes of the table's present version, again and again while others are faster. */
export async function commitWith(
  context: CommitContext,
  base: IcebergTable,
  prepare: (table: IcebergTable) => Promise<Prepared>,
): Promise<IcebergTable> {
  const tries = 1 + property(base, 'commit.retry.num-retries', 10);
  for (let attempt = 0; attempt < tries; attempt++) {
    await context.beforeCommit?.();
    refuseStopped(context);
    const table = await loadCurrent(context.files, context.pointer);
    refuseReplaced(base, table);
    const { metadata, written } = await prepare(table);
    const location = nextMetadataLocation(metadata, table.metadataLocation, randomUUID());
    await context.files.write(location, printMetadata(metadata));
    const swapped = context.signal?.aborted ? 'stopped' : await context.pointer.swap(table.metadataLocation, location);
    if (swapped === 'swapped') {
      await forgetMetadata(context, table.metadata, metadata);
      return tableOf(base.name, location, metadata);
    }
    await Promise.allSettled([...written, location].map((uri) => context.files.remove(uri)));
    refuseStopped(context);
    await sleep(Math.random() * 10 * 2 ** Math.min(attempt, 6));
  }
  throw new SqlError('ICEBERG_COMMIT_ERROR', `Failed to commit Iceberg update to table: ${base.name}`);
}

/** Removes the metadata files that have just left the log, where the table asks for it; what cannot be removed is left to VACUUM. */
async function forgetMetadata({ files }: CommitContext, before: TableMetadata, after: TableMetadata): Promise<void> {
  if (after.properties['write.metadata.delete-after-commit.enabled'] !== 'true') return;
  const kept = new Set(after['metadata-log'].map((entry) => entry['metadata-file']));
  const gone = before['metadata-log'].filter((entry) => !kept.has(entry['metadata-file']));
  await Promise.allSettled(gone.map((entry) => files.remove(entry['metadata-file'])));
}

function refuseReplaced(base: IcebergTable, table: IcebergTable): void {
  if (base.metadata['table-uuid'] !== table.metadata['table-uuid'])
    throw new SqlError('ICEBERG_COMMIT_ERROR', `Table ${base.name} was replaced meanwhile`);
}

async function addSnapshot(context: CommitContext, table: IcebergTable, change: TableChange): Promise<Prepared> {
  const parent = currentSnapshot(table);
  const id = randomBytes(8).readBigUInt64BE() >> 1n;
  const sequenceNumber = table.metadata['last-sequence-number'] + 1n;
  const folder = `${trimSlash(table.metadata.location)}/metadata`;
  const written = await writeManifests(context.files, table, {
    ...change,
    id,
    parentId: parent?.['snapshot-id'],
    sequenceNumber,
    folder,
  });
  const metadata = succeed(table.metadata, table.metadataLocation, context.now());
  const snapshot: Snapshot = {
    'sequence-number': sequenceNumber,
    'snapshot-id': id,
    ...(parent && { 'parent-snapshot-id': parent['snapshot-id'] }),
    'timestamp-ms': metadata['last-updated-ms'],
    summary: summarise(change.operation, change.added, change.removed, parent?.summary),
    'manifest-list': written.manifestList,
    'schema-id': table.metadata['current-schema-id'],
  };
  return { metadata: withSnapshot(metadata, snapshot), written: written.uris };
}

function withSnapshot(metadata: TableMetadata, snapshot: Snapshot): TableMetadata {
  const id = snapshot['snapshot-id'];
  return {
    ...metadata,
    'last-sequence-number': snapshot['sequence-number'],
    'current-snapshot-id': id,
    snapshots: [...metadata.snapshots, snapshot],
    'snapshot-log': [...metadata['snapshot-log'], { 'timestamp-ms': snapshot['timestamp-ms'], 'snapshot-id': id }],
    refs: { ...metadata.refs, main: { ...metadata.refs?.main, 'snapshot-id': id, type: 'branch' } },
  };
}
