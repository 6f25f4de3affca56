import type { Column, Format, Layout, Table } from './changes.ts';
import { readColumn, type TableDocument } from './document.ts';
import { nameMistake } from './names.ts';

export type Mistake = { readonly path: readonly PropertyKey[]; readonly message: string };

/** A table of the file (`id`: schema.table), and what is wrong with it. */
export function readTable(
  id: string,
  document: TableDocument,
  format: Format,
): { readonly table: Table; readonly mistakes: readonly Mistake[] } {
  const dot = id.indexOf('.');
  const { columns, mistakes } = readColumns(document.columns);
  const name = document.name ?? id.replace('.', '_').toLowerCase();
  const layouts = layoutsOf(document, columns);
  const table: Table = {
    schema: id.slice(0, dot),
    table: id.slice(dot + 1),
    name,
    key: document.key.flatMap((key) => columns.find((column) => column.name === key) ?? []),
    columns,
    layouts,
    current: document.current,
  };
  const named = /^[a-z_][a-z0-9_]{0,99}$/.test(name)
    ? []
    : [{ path: [], message: `${name} cannot be a table of the lake: give it another name (name: …)` }];
  return {
    table,
    mistakes: [...mistakes, ...named, ...keyMistakes(document, columns), ...layoutMistakes(document, table, format)],
  };
}

function readColumns(given: TableDocument['columns']) {
  const columns: Column[] = [];
  const mistakes: Mistake[] = Object.keys(given).length === 0 ? [{ path: ['columns'], message: 'has none' }] : [];
  for (const [name, document] of Object.entries(given)) {
    const read = readColumn(document);
    const path = ['columns', name];
    if (!read.success) {
      mistakes.push(...read.error.issues.map(({ path: below, message }) => ({ path: [...path, ...below], message })));
      continue;
    }
    const { type, as = name.toLowerCase(), was = [], dropped = false } = { ...read.data };
    const column = { name, was, as, type, dropped };
    mistakes.push(...columnMistakes(column, columns, Object.keys(given)).map((each) => ({ path, message: each })));
    columns.push(column);
  }
  return { columns, mistakes };
}

function columnMistakes({ as, was }: Column, before: readonly Column[], names: readonly string[]): readonly string[] {
  const isTaken = before.some((each) => each.as === as);
  const bad = nameMistake(as) ?? (isTaken ? 'is the name of an earlier column' : undefined);
  const known = [...names, ...before.flatMap((each) => each.was)];
  const twice = was.find((earlier) => known.includes(earlier));
  return [
    ...(bad === undefined ? [] : [`${as} ${bad}: give it another one (as: …)`]),
    ...(twice === undefined ? [] : [`${twice}, which it was, is another column`]),
  ];
}

function keyMistakes({ key }: TableDocument, columns: readonly Column[]): readonly Mistake[] {
  return key.flatMap((name, at): readonly Mistake[] => {
    const column = columns.find((each) => each.name === name);
    const path = ['key', at];
    if (column === undefined) return [{ path, message: `${name} is no column` }];
    if (column.dropped) return [{ path, message: `${name} was dropped` }];
    return key.indexOf(name) === at ? [] : [{ path, message: `${name} comes twice` }];
  });
}

/** Where none are given: the columns that the table has. */
function layoutsOf({ layouts }: TableDocument, columns: readonly Column[]): readonly Layout[] {
  if (layouts === undefined)
    return [{ columns: columns.filter(({ dropped }) => !dropped).map(({ name }) => name), until: undefined }];
  return layouts.map((layout) => {
    if (Array.isArray(layout)) return { columns: layout, until: undefined };
    return { columns: layout.columns, until: layout.until === undefined ? undefined : Date.parse(layout.until) };
  });
}

function layoutMistakes({ layouts }: TableDocument, table: Table, { header }: Format): readonly Mistake[] {
  if (layouts === undefined) return [];
  if (header) return [{ path: ['layouts'], message: 'a header says the order of columns: leave it out' }];
  return table.layouts.flatMap(({ columns, until }, at) => {
    const unknown = columns.find((name) => !table.columns.some((column) => column.name === name));
    const twice = columns.find((name, place) => columns.indexOf(name) !== place);
    const lost = table.key.find(({ name }) => !columns.includes(name));
    const newer = table.layouts.slice(0, at).filter((layout) => layout.columns.length === columns.length);
    const isAmbiguous =
      newer.length > 0 &&
      (until === undefined || newer.some((layout) => (layout.until ?? Number.POSITIVE_INFINITY) <= until));
    const messages = [
      unknown === undefined ? undefined : `${unknown} is no column of the table`,
      twice === undefined ? undefined : `${twice} comes twice`,
      lost === undefined ? undefined : `${lost.name} of the key is missing`,
      isAmbiguous
        ? `an earlier layout has ${columns.length} columns too: say until when this one was (until: …), later ones first`
        : undefined,
    ];
    return messages.flatMap((message) => (message === undefined ? [] : [{ path: ['layouts', at], message }]));
  });
}
