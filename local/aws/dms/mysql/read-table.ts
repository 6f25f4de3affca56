import type { FollowedTable } from '../endpoint.ts';
import type { Value } from '../files/rows.ts';
import type { DatabaseColumn } from './columns.ts';
import { quoteName, type Session } from './server.ts';
import { kindOf, valueText } from './value-text.ts';

/** A table's rows, their values as DMS writes them. */
export async function* readTable(
  session: Session,
  { schema, table }: FollowedTable,
  columns: readonly DatabaseColumn[],
): AsyncGenerator<readonly Value[]> {
  const sql = `SELECT ${columns.map(expression).join(', ')} FROM ${quoteName(schema)}.${quoteName(table)}`;
  const readers = columns.map(readerOf);
  for await (const row of session.rows(sql)) {
    if (!Array.isArray(row)) throw new Error(`A row of ${schema}.${table} is no list`);
    yield readers.map((read, at) => read(row[at]));
  }
}

/** MariaDB shortens a float's text to six digits. */
function expression({ name, type }: DatabaseColumn): string {
  return kindOf(type) === 'float' ? `${quoteName(name)} + 0e0` : quoteName(name);
}

function readerOf({ type }: DatabaseColumn): (value: unknown) => Value {
  const kind = kindOf(type);
  const isBinary = /^(bit|binary|varbinary|\w*blob)\b/.test(type);
  return (value) => valueText(kind, Buffer.isBuffer(value) && !isBinary ? value.toString('utf8') : value);
}
