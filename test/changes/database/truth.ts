import type { Session } from '@tributary/local/aws/dms/mysql/server.ts';
import { z } from 'zod';
import type { Row } from '../changes-lake.ts';
import { quoteName, type RandomColumn, type RandomTable } from './random-tables.ts';

/** What tables held at a moment, in every column as text: by their names. */
export type Truth = {
  readonly at: Date;
  readonly tables: ReadonlyMap<string, { readonly of: RandomTable; readonly rows: readonly Row[] }>;
};

export async function readTruth(session: Session, tables: readonly RandomTable[]): Promise<Truth> {
  const held = new Map<string, { readonly of: RandomTable; readonly rows: readonly Row[] }>();
  for (const of of tables) {
    const columns = of.columns.map(({ name, kind: { told = (column) => column } }) => {
      const column = quoteName(name);
      return `${told(column)} AS ${column}`;
    });
    const rows = await session.select(
      z.record(z.string(), z.union([z.string(), z.number().transform(String), z.null()])),
      `SELECT ${columns.join(', ')} FROM ${of.schema}.${of.table}`,
    );
    held.set(`${of.schema}.${of.table}`, { of, rows });
  }
  return { at: new Date(), tables: held };
}

/** Rows as texts that can be compared, in order; floating numbers by their value, as Athena writes them as Java does. */
export function comparable(columns: readonly RandomColumn[], rows: readonly Row[]): readonly string[] {
  return rows
    .map((row) => JSON.stringify(columns.map((column) => [column.name, plain(column, row[column.name] ?? null)])))
    .toSorted();
}

function plain({ kind: { floating } }: RandomColumn, value: string | null): string | null {
  if (floating === undefined || value === null) return value;
  return String(floating === 4 ? Math.fround(Number(value)) : Number(value));
}
