import { z } from 'zod';
import { SqlError } from '../sql/error.ts';
import type { Constraint } from '../sql/plan.ts';
import { commitChange } from './commit.ts';
import type { DataFile, ManifestEntry } from './data-file.ts';
import { deletesOf, type LiveFiles, liveFiles, soleTarget } from './live-files.ts';
import type { TableContext } from './port.ts';
import { rowsLeft, writePositionDeletes } from './position-deletes.ts';
import type { SnapshotOperation } from './snapshot-summary.ts';
import { quoteName, quoteText } from './sql-text.ts';
import type { IcebergTable } from './table.ts';
import { discardOnFailure, writeRows } from './write.ts';

export type StagedChanges = {
  /** A DuckDB table with `$operation`, `$path`, `$file_position` and the table's columns (sql/plan.ts, 'change'). */
  readonly relation: string;
  readonly statement: 'delete' | 'update' | 'merge';
  /** Those of the statement's scans of the target: files that others add within them meanwhile are a conflict. */
  readonly constraints: readonly Constraint[];
};

type Removal = { readonly added: readonly DataFile[]; readonly removed: readonly DataFile[] };

/** DELETE, UPDATE, MERGE: one snapshot with the new rows, and with position deletes of the old ones. `table` is the version that was scanned. */
export async function applyChanges(
  context: TableContext,
  table: IcebergTable,
  changes: StagedChanges,
): Promise<{ readonly rows: number }> {
  await refuseTwice(context, changes);
  const targets = await targetsOf(context, changes);
  const live = targets.length === 0 ? { data: [], deletes: [] } : await liveFiles(context.files, table);
  const written: DataFile[] = [];
  const removed: DataFile[] = [];
  const work = async () => {
    for (const { path, rows } of targets) {
      const removal = await removeRows(context, table, { changes, live, entry: requireFile(table, live, path), rows });
      written.push(...removal.added);
      removed.push(...removal.removed);
    }
    written.push(...(await writeRows(context, table, newRows(table, changes))));
  };
  await discardOnFailure(context, written, work, () => true);
  const rows = await discardOnFailure(
    context,
    written,
    () => countRows(context, changes),
    () => true,
  );
  const change = { operation: operationOf(written, removed), added: written, removed };
  const validation = { referenced: targets.map(({ path }) => path), constraints: changes.constraints };
  await discardOnFailure(context, written, () => commitChange(context, table, { ...change, validation }));
  return { rows };
}

async function refuseTwice({ connection }: TableContext, { relation, statement }: StagedChanges): Promise<void> {
  const twice = await connection.runAndReadAll(
    `SELECT 1 FROM ${relation} WHERE "$operation" <> 'insert' GROUP BY "$path", "$file_position" HAVING count(*) > 1 LIMIT 1`,
  );
  if (twice.currentRowCount === 0) return;
  if (statement === 'merge')
    throw new SqlError(
      'MERGE_TARGET_ROW_MULTIPLE_MATCHES',
      'One MERGE target table row matched more than one source row',
    );
  throw new SqlError('GENERIC_INTERNAL_ERROR', `${statement} changes a row twice`);
}

const target = z.object({ path: z.string(), rows: z.coerce.number() });

async function targetsOf({ connection }: TableContext, { relation }: StagedChanges) {
  const result = await connection.runAndReadAll(
    `SELECT "$path" AS path, count(*) AS rows FROM ${relation} WHERE "$operation" <> 'insert' GROUP BY "$path" ORDER BY "$path"`,
  );
  return z.array(target).parse(result.getRowObjectsJson());
}

async function countRows({ connection }: TableContext, { relation }: StagedChanges): Promise<number> {
  const result = await connection.runAndReadAll(`SELECT count(*) AS rows FROM ${relation}`);
  return z.object({ rows: z.coerce.number() }).parse(result.getRowObjectsJson()[0]).rows;
}

function requireFile(table: IcebergTable, live: LiveFiles, path: string): ManifestEntry {
  const entry = live.data.find(({ file }) => file.uri === path);
  if (!entry) throw new SqlError('ICEBERG_COMMIT_ERROR', `${path} is no data file of table ${table.name}`);
  return entry;
}

/** A file that loses all its rows goes as a whole, with the deletes that were its own; another gets position deletes. */
async function removeRows(
  context: TableContext,
  table: IcebergTable,
  of: {
    readonly changes: StagedChanges;
    readonly live: LiveFiles;
    readonly entry: ManifestEntry;
    readonly rows: number;
  },
): Promise<Removal> {
  const { entry, live, changes } = of;
  const deletes = deletesOf(entry, live.deletes);
  if ((await rowsLeft(context, entry, deletes)) === of.rows) {
    const own = deletes.map(({ file }) => file).filter((file) => soleTarget(file) === entry.file.uri);
    return { added: [], removed: [entry.file, ...own] };
  }
  const positions = `SELECT "$file_position" AS pos FROM ${changes.relation} WHERE "$operation" <> 'insert' AND "$path" = ${quoteText(entry.file.uri)}`;
  return { added: await writePositionDeletes(context, table, entry.file, positions), removed: [] };
}

function newRows(table: IcebergTable, { relation }: StagedChanges): string {
  const columns = table.schema.fields.map(({ name }) => quoteName(name.toLowerCase())).join(', ');
  return `(SELECT ${columns} FROM ${relation} WHERE "$operation" <> 'delete')`;
}

/** As Iceberg's own row delta names it. */
function operationOf(added: readonly DataFile[], removed: readonly DataFile[]): SnapshotOperation {
  const addsRows = added.some(({ content }) => content === 'data');
  const removesRows = removed.length > 0 || added.some(({ content }) => content !== 'data');
  if (addsRows) return removesRows ? 'overwrite' : 'append';
  return 'delete';
}
