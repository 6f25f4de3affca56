import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Has a connection run bound SQL as it is meant: times are UTC, and nothing that TRY, CASE or coalesce stands before is computed ahead of it. DuckDB
 * computes once, before the whole expression, what occurs in it twice, and then fails where TRY would give NULL.
 */
export async function prepareConnection(connection: DuckDBConnection): Promise<void> {
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run("SET disabled_optimizers = 'common_subexpressions'");
}
