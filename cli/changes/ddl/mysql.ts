import type { FoundTable } from '../found-table.ts';
import { closing, isSign, readBody, readColumn, readKey, splitAtCommas, word } from './mysql-table.ts';
import { readStatements, type Token } from './mysql-tokens.ts';
import { lineOf, UnreadableDdlError } from './unreadable.ts';

export type Dump = {
  readonly file: string;
  readonly text: string;
  /** Of tables whose schema the dump does not name. */
  readonly schema: string | undefined;
};

/** What is known so far while the statements are read. */
type State = {
  /** Of names that say none. */
  schema: string | undefined;
  readonly tables: Map<string, FoundTable>;
  readonly fail: Fail;
};

type Fail = (mistake: string, at: Token | undefined) => never;

const read: ReadonlySet<string> = new Set(['USE', 'CREATE', 'ALTER', 'DROP']);

/** The tables of a dump as mysqldump, mariadb-dump or phpMyAdmin write it. Throws UnreadableDdlError. */
export function readMysqlDump({ file, text, schema }: Dump): readonly FoundTable[] {
  const state: State = {
    // Of one database mysqldump says the name in its header only
    schema: schema ?? /^-- Host: .*\bDatabase: (\S+)[ \t]*$/m.exec(text)?.[1],
    tables: new Map(),
    fail: (mistake, at) => {
      throw new UnreadableDdlError(file, lineOf(text, at?.offset ?? 0), mistake);
    },
  };
  for (const tokens of readStatements(text, read)) apply(state, tokens);
  return [...state.tables.values()];
}

/** Words without which a statement means the same here. */
const noise: ReadonlySet<string> = new Set(['IF', 'NOT', 'EXISTS', 'OR', 'REPLACE', 'IGNORE']);

function apply(state: State, tokens: readonly Token[]): void {
  const statement = tokens.filter((token, at) => at === 0 || !noise.has(word(token)));
  const [first, second] = statement;
  if (word(first) === 'USE') state.schema = second?.text ?? state.schema;
  if (word(second) !== 'TABLE') return;
  const named = nameAt(statement, 2, state);
  if (word(first) === 'DROP') state.tables.delete(keyOf(named));
  else if (word(first) === 'CREATE') create(state, statement, named);
  else alter(state, statement, named);
}

type Named = {
  readonly schema: string;
  readonly table: string;
  /** Where it goes on behind the name. */
  readonly next: number;
};

function nameAt(statement: readonly Token[], at: number, { schema, fail }: State): Named {
  const isLong = isSign(statement[at + 1], '.');
  const table = statement[isLong ? at + 2 : at]?.text ?? '';
  const of = isLong ? statement[at]?.text : schema;
  return {
    schema: of ?? fail(`of which database is ${table}? --schema NAME says it`, statement[at]),
    table,
    next: at + (isLong ? 3 : 1),
  };
}

function keyOf({ schema, table }: Named): string {
  return JSON.stringify([schema, table]);
}

function create({ tables, fail }: State, statement: readonly Token[], named: Named): void {
  const { schema, table, next } = named;
  const inside = isSign(statement[next], '(') ? statement.slice(next + 1, closing(statement, next)) : [];
  const body = readBody(inside) ?? fail(`the columns of ${table} cannot be read`, statement[0]);
  tables.set(keyOf(named), { schema, table, ...body, isPartitioned: false });
}

/** Keys, and types told again, as phpMyAdmin writes them behind the tables. */
function alter({ tables, fail }: State, statement: readonly Token[], named: Named): void {
  for (const action of splitAtCommas(statement.slice(named.next)).filter(changesColumns)) {
    const [verb] = action;
    const table = tables.get(keyOf(named)) ?? fail(`${named.table} is altered, and was not made before`, verb);
    const changed = word(verb) === 'ADD' ? withKey(table, action) : withType(table, action);
    tables.set(keyOf(named), changed ?? fail(`what is altered of ${named.table} cannot be read`, verb));
  }
}

function changesColumns([first, second, ...rest]: readonly Token[]): boolean {
  if (['MODIFY', 'CHANGE', 'DROP', 'RENAME'].includes(word(first))) return true;
  if (word(first) !== 'ADD') return false;
  if (word(second) === 'PRIMARY' || word(second) === 'COLUMN' || second?.kind === 'name') return true;
  if (word(second) === 'CONSTRAINT') return rest.some((token) => word(token) === 'PRIMARY');
  return !['KEY', 'INDEX', 'UNIQUE', 'FULLTEXT', 'SPATIAL', 'FOREIGN', 'CHECK', 'PARTITION'].includes(word(second));
}

function withKey(table: FoundTable, action: readonly Token[]): FoundTable | undefined {
  const key = readKey(action);
  return key === undefined ? undefined : { ...table, key };
}

function withType(table: FoundTable, [verb, ...rest]: readonly Token[]): FoundTable | undefined {
  const column = word(verb) === 'MODIFY' ? readColumn(word(rest[0]) === 'COLUMN' ? rest.slice(1) : rest) : undefined;
  if (column === undefined || !table.columns.some(({ name }) => name === column.name)) return undefined;
  return { ...table, columns: table.columns.map((each) => (each.name === column.name ? column : each)) };
}
