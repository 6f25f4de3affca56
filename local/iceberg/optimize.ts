import { leftoverFilter } from '../sql/leftover-filter.ts';
import type { Constraint } from '../sql/plan.ts';
import { commitChange } from './commit.ts';
import { type DataFile, type ManifestEntry, partitionKey } from './data-file.ts';
import { groupBy } from './group-by.ts';
import { deletesOf, type LiveFiles, liveFiles } from './live-files.ts';
import type { TableContext } from './port.ts';
import { createPruner, type Pruner } from './pruning.ts';
import { planFiles } from './scan.ts';
import { type IcebergTable, property, tableColumns } from './table.ts';
import { isOfWholePartitions } from './whole-partitions.ts';
import { discardOnFailure, writeRows } from './write.ts';

export type Optimized = {
  readonly rewritten: number;
  readonly added: number;
  readonly bytesScanned: number;
  /** False where there are more partitions than one run rewrites. */
  readonly isComplete: boolean;
};

/** What one OPTIMIZE of Athena rewrites before it asks for another (docs/decisions/0025). */
const partitionsPerRun = 100;

/**
 * OPTIMIZE … REWRITE DATA USING BIN_PACK: small files of a partition become one, deletes are applied and go. Constraints choose the
 * partitions; nothing else is read. Where nothing is worth it there is no new snapshot.
 */
export async function optimizeTable(
  context: TableContext,
  table: IcebergTable,
  constraints: readonly Constraint[],
): Promise<Optimized> {
  refuseParts(table, constraints);
  const pruner = createPruner(table, constraints);
  const live = await liveFiles(context.files, table, pruner);
  const partitions = binsOf(table, live);
  const bins = partitions.slice(0, partitionsPerRun).flat();
  const added: DataFile[] = [];
  let bytesScanned = 0;
  const work = async () => {
    for (const bin of bins) {
      const written = await rewrite(context, table, live, bin);
      added.push(...written.files);
      bytesScanned += written.bytesScanned;
    }
  };
  await discardOnFailure(context, added, work, () => true);
  const removed = bins.flat().map(({ file }) => file);
  const gone = new Set(removed.map(({ uri }) => uri));
  const deletes = removed.length === 0 ? [] : spentDeletes(live, gone, pruner);
  const change = { operation: 'replace' as const, added, removed: [...removed, ...deletes] };
  await discardOnFailure(context, added, () =>
    commitChange(context, table, { ...change, validation: { referenced: [...gone] } }),
  );
  const isComplete = partitions.length <= partitionsPerRun;
  return { rewritten: removed.length, added: added.length, bytesScanned, isComplete };
}

/** As Trino, whose planner finds a filter left over that the partitions do not fulfil. */
function refuseParts(table: IcebergTable, constraints: readonly Constraint[]): void {
  if (!constraints.every((constraint) => isOfWholePartitions(table, constraint))) throw leftoverFilter();
}

/**
 * Of each partition the groups of files to be made one, each below the target size. Athena leaves alone what is not worth it: fewer
 * files to rewrite than `optimize_rewrite_data_file_threshold`, files with fewer delete files than
 * `optimize_rewrite_delete_file_threshold`. One that is too large would come out as large, and stays.
 */
function binsOf(table: IcebergTable, live: LiveFiles): readonly (readonly (readonly ManifestEntry[])[])[] {
  const target = property(table, 'write.target-file-size-bytes', 512 * 1024 * 1024);
  const least = property(table, 'optimize_rewrite_min_data_file_size_bytes', target * 0.75);
  const minDeletes = property(table, 'optimize_rewrite_delete_file_threshold', 2);
  const minFiles = property(table, 'optimize_rewrite_data_file_threshold', 5);
  const must = (entry: ManifestEntry) =>
    isStale(table, entry) || deletesOf(entry, live.deletes).length >= Math.max(1, minDeletes);
  const partitions = [...groupBy(live.data, ({ file }) => partitionKey(file)).values()].map((group) => {
    const pressing = new Set(group.filter(must));
    const worth = group.filter((entry) => pressing.has(entry) || entry.file.size < least);
    const chosen = worth.length < minFiles ? [...pressing] : worth;
    return pack(chosen, target).filter((bin) => bin.length > 1 || bin.some((entry) => pressing.has(entry)));
  });
  return partitions.filter((bins) => bins.length > 0);
}

function pack(entries: readonly ManifestEntry[], target: number): readonly (readonly ManifestEntry[])[] {
  const bins: ManifestEntry[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (size + entry.file.size > target) {
      bins.push([]);
      size = 0;
    }
    bins.at(-1)?.push(entry);
    size += entry.file.size;
  }
  return bins;
}

/** Whether a file is laid out by an earlier partition spec. */
function isStale(table: IcebergTable, { file }: ManifestEntry): boolean {
  return file.specId !== table.metadata['default-spec-id'];
}

/** Delete files of the chosen partitions that apply to no file but those that are rewritten. */
function spentDeletes(live: LiveFiles, gone: ReadonlySet<string>, pruner: Pruner): readonly DataFile[] {
  const staying = live.data.filter(({ file }) => !gone.has(file.uri));
  const needed = new Set(staying.flatMap((entry) => deletesOf(entry, live.deletes)));
  return live.deletes.filter((entry) => !needed.has(entry) && pruner.partition(entry.file)).map(({ file }) => file);
}

async function rewrite(
  context: TableContext,
  table: IcebergTable,
  live: LiveFiles,
  bin: readonly ManifestEntry[],
): Promise<{ readonly files: readonly DataFile[]; readonly bytesScanned: number }> {
  const columns = tableColumns(table).map(({ name }) => name);
  const request = { columns, constraints: [], data: bin, deletes: live.deletes };
  const { sql, bytesScanned } = await planFiles(context.connection, context.files, table, request);
  return { files: await writeRows(context, table, `(${sql})`), bytesScanned };
}
