import type { Name } from './names.ts';
import { noSuchColumn } from './no-such-column.ts';
import { type Column, type Columns, hasColumn, type Relation } from './scope.ts';
import type { Walk } from './walk.ts';

/** What a join gives: each column that USING names once and without a table's name before it, as Trino has it, then all others. */
export function joinedBy(
  { mistakes }: Pick<Walk, 'mistakes'>,
  names: readonly Name[],
  left: readonly Relation[],
  right: readonly Relation[],
): readonly Relation[] {
  if (names.length === 0) return [...left, ...right];
  for (const { text, line, column } of names) {
    const lacking = [left, right].find((side) => !side.some(({ columns }) => hasColumn(columns, text)));
    if (lacking !== undefined) mistakes.push({ line, column, message: `USING: ${noSuchColumn(text, lacking)}` });
  }
  const taken = new Set(names.map(({ text }) => text));
  const own = names.map(({ text }): Column => columnNamed(text, left) ?? { name: text });
  return [
    { alias: undefined, columns: { list: own, isOpen: false } },
    ...[...left, ...right].map(({ alias, columns }) => ({ alias, columns: without(columns, taken) })),
  ];
}

function columnNamed(name: string, relations: readonly Relation[]): Column | undefined {
  return relations.flatMap(({ columns }) => columns.list).find((column) => column.name === name);
}

function without({ list, isOpen, joined = new Set() }: Columns, taken: ReadonlySet<string>): Columns {
  return {
    list: list.filter(({ name }) => name === undefined || !taken.has(name)),
    isOpen,
    joined: new Set([...joined, ...taken]),
  };
}
