import { type AnyLake, submit } from '@tributary/local/aws/athena/testing/lake.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { type Athena, StatementRefusedError } from '@tributary/shared/athena.ts';
import { classifyFailure } from '@tributary/shared/athena-failure.ts';

/** The local Athena, within this process, as the jobs know Athena. */
export function athenaOf(lake: AnyLake): Athena {
  const { cloud } = lake;
  const results = (QueryExecutionId: string, MaxResults: number) =>
    cloud.call(admin, 'athena', 'GetQueryResults', { QueryExecutionId, MaxResults });
  return {
    async startQuery({ sql, token, database }) {
      try {
        const QueryExecutionContext = { Database: database };
        return await submit(lake, sql, admin, { ClientRequestToken: token, QueryExecutionContext });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        throw new StatementRefusedError(`MALFORMED_QUERY: ${error.message}`);
      }
    },
    async getQuery(id) {
      const { QueryExecution } = await cloud.call(admin, 'athena', 'GetQueryExecution', { QueryExecutionId: id });
      const { Status, Statistics } = QueryExecution ?? {};
      const failure = classifyFailure(Status);
      const { State: state = 'FAILED' } = Status ?? {};
      return { id, state, scannedBytes: Statistics?.DataScannedInBytes ?? 0, ...(failure && { failure }) };
    },
    async stopQuery(id) {
      await cloud.call(admin, 'athena', 'StopQueryExecution', { QueryExecutionId: id });
    },
    getUpdateCount: async (id) => (await results(id, 1)).UpdateCount,
    async getRows(id, most) {
      const { ResultSet } = await results(id, Math.min(most + 1, 1_000));
      const { Rows = [], ResultSetMetadata: about } = ResultSet ?? {};
      return {
        columns: (about?.ColumnInfo ?? []).map(({ Name = '', Type = '' }) => ({ name: Name, type: Type })),
        rows: Rows.slice(1, most + 1).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue)),
      };
    },
  };
}
