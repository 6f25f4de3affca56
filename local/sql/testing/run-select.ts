import { DuckDBInstance } from '@duckdb/node-api';
import { SqlError } from '../error.ts';
import { formatValue } from '../format.ts';
import { prepareConnection } from '../native/prepare-connection.ts';
import { registerNatives } from '../native/register.ts';
import { planStatement } from '../plan-statement.ts';
import { readRuntimeError } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';

const SESSION = { catalog: 'awsdatacatalog', database: 'default', now: Date.UTC(2026, 10, 3, 12), parameters: [] };

export type Selected = {
  readonly types: readonly TrinoType[];
  readonly rows: readonly (readonly (string | null)[])[];
};

/** A function that gives the rows of a SELECT without tables, as GetQueryResults writes them; it throws SqlError. */
export async function startSelects(): Promise<(sql: string) => Promise<Selected>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await prepareConnection(connection);
  await registerNatives(connection);
  return async (sql) => {
    const plan = await planStatement(sql, SESSION, { relation: async () => undefined });
    if (plan.kind !== 'query') throw new SqlError('NOT_SUPPORTED', `not a SELECT: ${sql}`);
    const types = plan.query.output.map(({ type }) => type);
    const read = await connection.runAndReadAll(plan.query.sql).catch((error: unknown) => {
      throw readRuntimeError(error instanceof Error ? error.message : '') ?? error;
    });
    const typeOf = (at: number): TrinoType => types[at] ?? { kind: 'unknown' };
    return { types, rows: read.getRows().map((row) => row.map((value, at) => formatValue(value, typeOf(at)))) };
  };
}
