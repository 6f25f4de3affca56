import type { FileTable } from '@tributary/catalog/files/core/table/file-table.ts';
import { typeText } from '@tributary/catalog/files/core/types/column-type.ts';
import { count } from '../terminal/count.ts';
import { renderTable } from '../terminal/table.ts';

/** A column whose type is another now; null where it was not there, or is not. */
export type ChangedColumn = { readonly column: string; readonly before: string | null; readonly after: string | null };

/** Rows of a table, and values that did not fit; null where they could not be counted. */
export type Counted = { readonly rows: number; readonly rescued: number } | null;

export type Retyped = {
  readonly table: string;
  readonly generation: number;
  readonly columns: readonly ChangedColumn[];
  readonly before: Counted;
  readonly after: Counted;
  readonly seconds: number;
};

/** By what they are called in the files: a column may have got another name. */
export function changedColumns(before: FileTable, after: FileTable): readonly ChangedColumn[] {
  const was = new Map(before.columns.map(({ key, type }) => [key, typeText(type)]));
  const is = new Map(after.columns.map(({ key, type }) => [key, typeText(type)]));
  const changed = after.columns.flatMap(({ key, name, type }): ChangedColumn[] => {
    const [old = null, now] = [was.get(key), typeText(type)];
    return old === now ? [] : [{ column: name, before: old, after: now }];
  });
  const gone = before.columns.filter(({ key }) => !is.has(key));
  return [...changed, ...gone.map(({ name, type }) => ({ column: name, before: typeText(type), after: null }))];
}

const columns = [
  { name: 'column', type: 'varchar' },
  { name: 'before', type: 'varchar' },
  { name: 'after', type: 'varchar' },
] as const;

export function renderRetyped({ columns: changed, before, after }: Retyped, isTerminal: boolean): string {
  const rows = changed.map((each) => [each.column, each.before ?? '(none)', each.after ?? '(none)']);
  const table = rows.length === 0 ? 'No column has another type.' : renderTable({ columns, rows }, isTerminal);
  return `${table}\n${tellCounted(before, after)}`;
}

function tellCounted(before: Counted, after: Counted): string {
  if (after === null) return '';
  const was = before === null ? '' : `, before ${before.rescued.toLocaleString('en-GB')}`;
  return `${count(after.rows, 'row')}; ${count(after.rescued, 'value')} rescued${was}\n`;
}
