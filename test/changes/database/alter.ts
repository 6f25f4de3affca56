import type { Session } from '@tributary/local/aws/dms/mysql/server.ts';
import { columnSql, quoteName, type RandomColumn, type RandomTable } from './random-tables.ts';

/** A column that is new, after the first one. */
export async function addColumn(session: Session, of: RandomTable, column: RandomColumn): Promise<RandomTable> {
  const { schema, table, columns } = of;
  const [first, ...others] = columns;
  if (first === undefined) return of;
  await session.run(`ALTER TABLE ${schema}.${table} ADD COLUMN ${columnSql(column)} AFTER ${quoteName(first.name)}`);
  return { ...of, columns: [first, column, ...others] };
}

export async function dropColumn(session: Session, of: RandomTable, name: string): Promise<RandomTable> {
  await session.run(`ALTER TABLE ${of.schema}.${of.table} DROP COLUMN ${quoteName(name)}`);
  return { ...of, columns: of.columns.filter((column) => column.name !== name) };
}
