import { quoteName } from '../dialect/tokenize.ts';
import { DatabaseError, type Session } from '../engine/session.ts';
import { reasonOf, type Source, valueSql } from './expressions.ts';
import { LoadError, rowError } from './load-error.ts';
import type { Row } from './rows.ts';
import type { TargetTable } from './target-columns.ts';

const maxRows = 1000;
const maxCharacters = 1 << 20;

/** Rows in lots, of which none is longer than one statement should be. */
export async function* lotsOf(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let lot: Row[] = [];
  let characters = 0;
  for await (const row of rows) {
    lot.push(row);
    characters += row.json.length;
    if (lot.length < maxRows && characters < maxCharacters) continue;
    yield lot;
    lot = [];
    characters = 0;
  }
  if (lot.length > 0) yield lot;
}

export type Loading = {
  readonly session: Session;
  readonly table: TargetTable;
  /** Where each of the table's columns is in a row. */
  readonly sources: readonly Source[];
};

const from = 'FROM json_array_elements($1::json) AS r(v)';
const arrayOf = (rows: readonly Row[]) => [`[${rows.map(({ json }) => json).join(',')}]`];

/** Inserts a lot; gives how many rows it had. Throws a LoadError that names the first row, and the column, that does not fit. */
export async function loadLot(loading: Loading, lot: readonly Row[], uri: string): Promise<number> {
  const { session } = loading;
  await session.run('SAVEPOINT copy_lot');
  try {
    await insert(loading, lot);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await session.run('ROLLBACK TO SAVEPOINT copy_lot');
    throw await explained(loading, lot, { uri, error });
  }
  await session.run('RELEASE SAVEPOINT copy_lot');
  return lot.length;
}

function insert({ session, table, sources }: Loading, rows: readonly Row[]) {
  const names = table.columns.map(({ name }) => quoteName(name)).join(', ');
  const values = table.columns.map((column, at) => valueSql(column, sources[at] ?? nowhere)).join(', ');
  return session.run(`INSERT INTO ${table.sql} (${names}) SELECT ${values} ${from}`, arrayOf(rows));
}

const nowhere: Source = { kind: 'path', path: [] };

type Failure = { readonly uri: string; readonly error: DatabaseError };

async function explained(loading: Loading, lot: readonly Row[], { uri, error }: Failure): Promise<LoadError> {
  const { session, table, sources } = loading;
  for (const row of lot) {
    const wrong = await tried(session, () => insert(loading, [row]));
    if (wrong === undefined) continue;
    for (const [at, column] of table.columns.entries()) {
      const sql = `SELECT ${valueSql(column, sources[at] ?? nowhere)} ${from}`;
      const reason = await tried(session, () => session.run(sql, arrayOf([row])));
      const told = `${column.name} ${column.type}`;
      if (reason !== undefined) return rowError(table.name, { uri, line: row.line, column: told }, reason);
    }
    return rowError(table.name, { uri, line: row.line }, wrong);
  }
  return new LoadError(error.message, error.detail);
}

/** Why it fails; nothing of it stays. */
async function tried(session: Session, work: () => Promise<unknown>): Promise<string | undefined> {
  await session.run('SAVEPOINT copy_row');
  try {
    await work();
    await session.run('RELEASE SAVEPOINT copy_row');
    return undefined;
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    await session.run('ROLLBACK TO SAVEPOINT copy_row');
    return reasonOf(error.message);
  }
}
