import type { DeclaredColumn } from '../declaration/files.ts';
import { takeName } from '../names/column-name.ts';
import { typeText } from '../types/column-type.ts';
import type { FieldEvidence, Objects } from '../types/evidence.ts';
import { extendFields } from '../types/extend.ts';
import { asTheyStand, newFields, resolve } from '../types/resolve.ts';
import { type FileColumn, type FileTable, keptOf, rescuedColumn } from './file-table.ts';

/** More columns than these are not made: what is in them is rescued. */
export const mostColumns = 2000;
// Glue takes 131,072 characters: https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html
const mostTypeCharacters = 100_000;
// A parameter of a table has 512,000 bytes: https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html
const mostKeptCharacters = 400_000;

export type Shown = {
  readonly objects: Objects;
  readonly declared: ReadonlyMap<string, DeclaredColumn>;
};

/** A table of files without columns yet. */
export function newTable({
  from,
  partitionKeys,
  generation,
}: Pick<FileTable, 'from' | 'partitionKeys' | 'generation'>): FileTable {
  return { from, partitionKeys, generation, columns: [], rescuedAt: Number.POSITIVE_INFINITY };
}

/** The table with the columns that its files show as well; the very same one where nothing is new. Columns that are there keep their names and types. */
export function extendTable(table: FileTable, { objects, declared }: Shown): FileTable {
  const has = new Set(table.columns.map(({ key }) => key));
  const known = { count: objects.count, named: new Map([...objects.named].filter(([key]) => has.has(key))) };
  const extended = extendFields(table.columns, known, { taken: new Set(), most: 0 });
  const budget = createBudget(table.columns);
  const columns = table.columns.map((column, at): FileColumn => {
    const larger = { ...column, type: extended[at]?.type ?? column.type };
    return larger.type !== column.type && !column.isPinned && budget.exchange(column, larger) ? larger : column;
  });
  const unknown = [...objects.named].filter(([key]) => !has.has(key));
  const names = new Map([...declared].filter(([key]) => !has.has(key)));
  const added = newColumns(unknown, names, takenIn(table)).filter(budget.add);
  const isSame = added.length === 0 && columns.every((column, at) => column === table.columns[at]);
  if (isSame && Number.isFinite(table.rescuedAt)) return table;
  const all = [...columns, ...added];
  return { ...table, columns: all, rescuedAt: Math.min(table.rescuedAt, all.length) };
}

function takenIn({ partitionKeys, columns }: FileTable): Set<string> {
  return new Set([...partitionKeys, rescuedColumn, ...columns.map(({ name }) => name)]);
}

/** What the catalog has room for. */
function createBudget(columns: readonly FileColumn[]) {
  const sizeOf = (column: FileColumn) => JSON.stringify(keptOf(column)).length;
  let count = columns.length;
  let size = columns.reduce((sum, column) => sum + sizeOf(column), 0);
  const take = (more: number, column: FileColumn): boolean => {
    if (size + more > mostKeptCharacters || typeText(column.type).length > mostTypeCharacters) return false;
    size += more;
    return true;
  };
  return {
    exchange: (column: FileColumn, larger: FileColumn) => take(sizeOf(larger) - sizeOf(column), larger),
    add(column: FileColumn) {
      if (count >= mostColumns || !take(sizeOf(column), column)) return false;
      count += 1;
      return true;
    },
  };
}

type Named = readonly [string, FieldEvidence];

/** Names that are declared come before those that are made, also where their column is not there yet. */
function newColumns(
  named: readonly Named[],
  declared: ReadonlyMap<string, DeclaredColumn>,
  taken: Set<string>,
): readonly FileColumn[] {
  const names = new Map<string, string>();
  for (const [key, { as }] of declared) if (as !== undefined) names.set(key, takeName(as, taken));
  const fields = newFields(
    named.filter(([key]) => !names.has(key)),
    taken,
    Number.POSITIVE_INFINITY,
  );
  for (const { key, name } of fields) names.set(key, name);
  return named.toSorted(asTheyStand).flatMap(([key, { what }]): FileColumn[] => {
    const [shown, name, type] = [resolve(what), names.get(key), declared.get(key)?.type];
    if (shown === undefined || name === undefined) return [];
    return [{ key, name, type: type ?? shown, isPinned: type !== undefined }];
  });
}
