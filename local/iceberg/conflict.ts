import { SqlError } from '../sql/error.ts';
import type { Constraint } from '../sql/plan.ts';
import type { DataFile } from './data-file.ts';
import { deletesOf, liveFiles } from './live-files.ts';
import type { TableFiles } from './port.ts';
import { createPruner } from './pruning.ts';
import type { IcebergTable } from './table.ts';

/** What a change relies on (serializable isolation, as Athena has it). */
export type Validation = {
  /** Data files whose rows the change is about. */
  readonly referenced: readonly string[];
  /** The rows it looked at: no file with such rows may have been added. Absent: new files do not matter. */
  readonly constraints?: readonly Constraint[];
};

type Versions = { readonly base: IcebergTable; readonly table: IcebergTable; readonly removed: readonly DataFile[] };

/** Throws ICEBERG_COMMIT_ERROR where what happened to the table since `base` does not go with the change. */
export async function refuseConflicts(files: TableFiles, versions: Versions, validation: Validation): Promise<void> {
  const { base, table } = versions;
  if (base.metadataLocation === table.metadataLocation) return;
  const before = await liveFiles(files, base);
  const now = await liveFiles(files, table);
  const known = new Set([...before.data, ...before.deletes].map(({ file }) => file.uri));
  const live = new Map(now.data.map((entry) => [entry.file.uri, entry]));
  const newDeletes = now.deletes.filter(({ file }) => !known.has(file.uri));
  const relied = [...validation.referenced, ...dataOf(versions.removed)];
  for (const uri of relied) {
    const entry = live.get(uri);
    if (!entry) throw conflict(table, `Cannot commit, missing data files: ${uri}`);
    if (deletesOf(entry, newDeletes).length > 0)
      throw conflict(table, `Found new conflicting delete files that can apply to ${uri}`);
  }
  if (validation.constraints === undefined) return;
  const pruner = createPruner(table, validation.constraints);
  const added = now.data.find(({ file }) => !known.has(file.uri) && pruner.file(file));
  if (added) throw conflict(table, `Found conflicting files that can contain matching records: ${added.file.uri}`);
}

function dataOf(removed: readonly DataFile[]): readonly string[] {
  return removed.filter(({ content }) => content === 'data').map(({ uri }) => uri);
}

function conflict(table: IcebergTable, what: string): SqlError {
  return new SqlError('ICEBERG_COMMIT_ERROR', `Failed to commit Iceberg update to table: ${table.name}. ${what}`);
}
