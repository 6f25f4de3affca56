import { commitWith } from './commit.ts';
import { type Snapshot, succeed, type TableMetadata } from './metadata.ts';
import type { TableContext } from './port.ts';
import { createReach, ownFiles } from './reach.ts';
import { currentSnapshot, type IcebergTable, loadCurrent, property } from './table.ts';
import { type Removed, removeUnneeded } from './unneeded.ts';

/** `busySince`: when the oldest statement that is still under way began; what it may need stays. */
type VacuumContext = Pick<TableContext, 'files' | 'pointer' | 'now' | 'signal' | 'beforeCommit'> & {
  readonly busySince?: () => number;
};

/** `history.expire.max-snapshot-age-ms` where the table has none: Athena's 5 days. */
const defaultAgeMs = 432_000_000;

/**
 * VACUUM: forgets snapshots older than the table's maximum age but the newest that it keeps in any case, and removes the files that only
 * they needed and files of that age that nothing needs, old metadata files among them. `isComplete` is false where more are left than
 * one run removes. Each manifest list and each manifest is read once.
 */
export async function vacuumTable(
  context: VacuumContext,
  table: IcebergTable,
): Promise<{ readonly expiredSnapshots: number } & Removed> {
  const after =
    expiredSnapshots(context, table).length > 0
      ? await commitWith(context, table, async (current) => ({ metadata: forget(context, current), written: [] }))
      : await loadCurrent(context.files, context.pointer);
  const kept = new Set(after.metadata.snapshots.map((snapshot) => snapshot['snapshot-id']));
  const expired = table.metadata.snapshots.filter((snapshot) => !kept.has(snapshot['snapshot-id']));
  const reach = createReach(context.files);
  const needed = await reach(after.metadata.snapshots);
  for (const uri of ownFiles(after)) needed.add(uri);
  const removed = await removeUnneeded(context, after, {
    needed,
    forgotten: await reach(expired),
    before: oldest(context, after),
  });
  return { expiredSnapshots: expired.length, ...removed };
}

function forget(context: VacuumContext, table: IcebergTable): TableMetadata {
  const expired = new Set(expiredSnapshots(context, table).map((snapshot) => snapshot['snapshot-id']));
  const metadata = succeed(table.metadata, table.metadataLocation, context.now());
  return {
    ...metadata,
    snapshots: metadata.snapshots.filter((snapshot) => !expired.has(snapshot['snapshot-id'])),
    'snapshot-log': metadata['snapshot-log'].filter((entry) => !expired.has(entry['snapshot-id'])),
  };
}

/** What is older may go. */
function oldest({ now, busySince = now }: VacuumContext, table: IcebergTable): number {
  return Math.min(now() - property(table, 'history.expire.max-snapshot-age-ms', defaultAgeMs), busySince());
}

/**
 * Snapshots too old that no branch or tag names, that are not among the newest that are kept in any case, and that nobody can be reading:
 * their successor was there before the oldest statement began.
 */
function expiredSnapshots(context: VacuumContext, table: IcebergTable): readonly Snapshot[] {
  const before = oldest(context, table);
  const { now, busySince = now } = context;
  const busy = busySince();
  const keep = Math.max(1, property(table, 'history.expire.min-snapshots-to-keep', 1));
  const named = new Set(Object.values(table.metadata.refs ?? {}).map((reference) => reference['snapshot-id']));
  const line = ancestorsOf(table);
  const newest = new Set(line.slice(0, keep));
  const replacedAt = new Map(line.map((snapshot, index) => [snapshot, line[index - 1]?.['timestamp-ms']]));
  return table.metadata.snapshots.filter(
    (snapshot) =>
      snapshot['timestamp-ms'] <= before &&
      !named.has(snapshot['snapshot-id']) &&
      !newest.has(snapshot) &&
      (replacedAt.get(snapshot) ?? 0) <= busy,
  );
}

/** The current snapshot and those before it, newest first. */
function ancestorsOf(table: IcebergTable): readonly Snapshot[] {
  const byId = new Map(table.metadata.snapshots.map((snapshot) => [snapshot['snapshot-id'], snapshot]));
  const line = new Set<Snapshot>();
  let snapshot = currentSnapshot(table);
  while (snapshot && !line.has(snapshot)) {
    line.add(snapshot);
    const parent = snapshot['parent-snapshot-id'];
    snapshot = parent === undefined ? undefined : byId.get(parent);
  }
  return [...line];
}
