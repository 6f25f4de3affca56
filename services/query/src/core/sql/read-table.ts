import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import type { IdentifierContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { didYouMean } from './mistake.ts';
import { type Name, nameOf } from './names.ts';
import { type Columns, type Relation, type Scope, unknownColumns } from './scope.ts';
import type { Walk } from './walk.ts';

/** A table by its name: of a word, of WITH, or of `information_schema`; anything else is a mistake. */
export function readTable(walk: Walk, identifiers: readonly IdentifierContext[], scope: Scope): Relation {
  const names = identifiers.map(nameOf);
  const alias = names.at(-1)?.text;
  const [first] = names;
  if (first === undefined) return { alias, columns: unknownColumns };
  const word = walk.words.get(first.offset)?.name;
  if (word === 'rows') return { alias: undefined, columns: rowsOf(walk, names) };
  if (word === 'lake' || word === 'raw') return { alias, columns: ofDatabase(walk, word, names) };
  if (word !== undefined) return { alias, columns: unknownColumns };
  return { alias, columns: withoutWord(walk, names, scope) };
}

function rowsOf({ rows, mistakes }: Walk, [first, ...others]: readonly Name[]): Columns {
  const [other] = others;
  if (first !== undefined && other !== undefined)
    mistakes.push({ ...first, message: `{{rows}} is a table itself: leave out .${other.text}` });
  return rows ?? unknownColumns;
}

function ofDatabase(walk: Walk, database: 'lake' | 'raw', [first, name, ...others]: readonly Name[]): Columns {
  const { tables, mistakes } = walk;
  if (first === undefined || name === undefined || others.length > 0) {
    const message = `{{${database}}} is a database: a table of it is {{${database}}}.name`;
    if (first !== undefined) mistakes.push({ ...first, message });
    return unknownColumns;
  }
  // `name$files` is what Iceberg knows of the table.
  const [table = '', kind] = name.text.split('$');
  const { line, column } = first;
  if (!/^[a-z_][a-z0-9_]*$/.test(table)) {
    mistakes.push({ ...name, message: `${table}: tables of the lake have names of lower-case letters, digits and _` });
    return unknownColumns;
  }
  tables.push({ database, table, line, column });
  return kind === undefined ? walk.columnsOf({ database, table }) : unknownColumns;
}

function withoutWord({ mistakes }: Walk, names: readonly Name[], { named, later }: Scope): Columns {
  const [first, second] = names;
  if (first === undefined) return unknownColumns;
  const ofWith = second === undefined ? named.get(first.text) : undefined;
  if (ofWith !== undefined) return ofWith;
  if (first.text === 'information_schema' && names.length === 2) return unknownColumns;
  const isLater = second === undefined && later.has(first.text);
  mistakes.push({ ...first, message: isLater ? tooEarly(first.text) : ofNoDatabase(names, named) });
  return unknownColumns;
}

function tooEarly(name: string): string {
  return `WITH has ${name} later: put it before what reads it; what reads itself is WITH RECURSIVE`;
}

function ofNoDatabase(names: readonly Name[], named: Scope['named']): string {
  const [first, second] = names;
  const table = names.at(-1)?.text ?? '';
  const whose = `write {{lake}}.${table}, or {{raw}}.${table}`;
  const near = second === undefined ? didYouMean(nearMiss(first?.text ?? '', [...named.keys()])) : '';
  const why =
    second === undefined
      ? `${table} is of no database`
      : `${names.map(({ text }) => text).join('.')} is of one stage, or of no stage`;
  return near === '' ? `${why}: ${whose}` : `${why} and of no WITH${near} Else ${whose}`;
}
