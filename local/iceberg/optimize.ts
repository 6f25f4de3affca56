import type { Constraint } from '../sql/plan.ts';
import { commitChange } from './commit.ts';
import { type DataFile, type ManifestEntry, partitionKey } from './data-file.ts';
import { groupBy } from './group-by.ts';
import { deletesOf, type LiveFiles, liveFiles, soleTarget } from './live-files.ts';
import type { TableContext } from './port.ts';
import { createPruner } from './pruning.ts';
import { planFiles } from './scan.ts';
import { type IcebergTable, property, tableColumns } from './table.ts';
import { discardOnFailure, writeRows } from './write.ts';

/** OPTIMIZE … REWRITE DATA USING BIN_PACK: small files of a partition become one, deletes are applied. Constraints choose the partitions. */
export async function optimizeTable(
  context: TableContext,
  table: IcebergTable,
  constraints: readonly Constraint[],
): Promise<{ readonly rewritten: number; readonly added: number }> {
  const live = await liveFiles(context.files, table, createPruner(table, constraints));
  const added: DataFile[] = [];
  const removed: DataFile[] = [];
  const work = async () => {
    for (const bin of binsOf(table, live)) {
      added.push(...(await rewrite(context, table, live, bin)));
      removed.push(...bin.map(({ file }) => file));
    }
  };
  await discardOnFailure(context, added, work, () => true);
  const gone = new Set(removed.map(({ uri }) => uri));
  const deletes = live.deletes.map(({ file }) => file).filter((file) => gone.has(soleTarget(file) ?? ''));
  const change = { operation: 'replace' as const, added, removed: [...removed, ...deletes] };
  await discardOnFailure(context, added, () =>
    commitChange(context, table, { ...change, validation: { referenced: [...gone] } }),
  );
  return { rewritten: removed.length, added: added.length };
}

/**
 * Groups of files to be made one, each within a partition and below the target size. Athena leaves alone what is not worth it:
 * fewer small files than `optimize_rewrite_data_file_threshold`, files with fewer delete files than
 * `optimize_rewrite_delete_file_threshold` (https://docs.aws.amazon.com/athena/latest/ug/optimize-statement.html).
 */
function binsOf(table: IcebergTable, live: LiveFiles): readonly (readonly ManifestEntry[])[] {
  const target = property(table, 'write.target-file-size-bytes', 512 * 1024 * 1024);
  const minDeletes = property(table, 'optimize_rewrite_delete_file_threshold', 2);
  const minFiles = property(table, 'optimize_rewrite_data_file_threshold', 5);
  const must = (entry: ManifestEntry) =>
    isStale(table, entry) || deletesOf(entry, live.deletes).length >= Math.max(1, minDeletes);
  const small = live.data.filter((entry) => entry.file.size < target * 0.75 && !must(entry));
  const chosen = [...live.data.filter(must), ...(small.length < minFiles ? [] : small)];
  const bins = [...groupBy(chosen, ({ file }) => partitionKey(file)).values()].flatMap((group) => pack(group, target));
  return bins.filter((bin) => bin.length > 1 || bin.some(must));
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

async function rewrite(
  context: TableContext,
  table: IcebergTable,
  live: LiveFiles,
  bin: readonly ManifestEntry[],
): Promise<readonly DataFile[]> {
  const columns = tableColumns(table).map(({ name }) => name);
  const request = { columns, constraints: [], data: bin, deletes: live.deletes };
  const { sql } = await planFiles(context.connection, context.files, table, request);
  return writeRows(context, table, `(${sql})`);
}
