import type { GetQueryResultsInput, GetQueryResultsOutput } from '@aws-sdk/client-athena';
import { notCovered } from '../../../kernel/error.ts';
import { type Context, operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, findExecution, workGroupOf } from '../athena.ts';
import { parseLocation } from '../catalog/location.ts';
import { invalidRequest } from '../error.ts';
import { readPage } from '../result/read-page.ts';
import type { StoredExecution } from '../store.ts';

const maxRows = 1000;

/** Pages of the result that lies in S3, read there with the caller's own permission. */
export const getQueryResults = (athena: Athena) =>
  operation('athena', 'GetQueryResults', {
    permissions: (input, context) =>
      onResource('GetQueryResults', 'workgroup', workGroupOf(athena, input.QueryExecutionId), context),
    async handle(input, context) {
      if (input.QueryResultType === 'DATA_MANIFEST') throw notCovered('GetQueryResults of the type DATA_MANIFEST');
      const execution = findExecution(athena, input.QueryExecutionId);
      if (execution.state !== 'SUCCEEDED')
        throw invalidRequest(
          `Query did not finish successfully. Final query state: ${execution.state}`,
          'INVALID_QUERY_EXECUTION_STATE',
        );
      return readResults(athena, execution, input, context);
    },
  });

async function readResults(
  { objects }: Athena,
  execution: StoredExecution,
  input: GetQueryResultsInput,
  { cloud, caller }: Context,
): Promise<GetQueryResultsOutput> {
  const limit = input.MaxResults ?? maxRows;
  if (limit < 1 || limit > maxRows) throw invalidRequest(`MaxResults is more than maximum allowed length ${maxRows}.`);
  const metadata = { ResultSetMetadata: { ColumnInfo: (execution.columns ?? []).map(columnInfo) } };
  if (execution.updateCount !== undefined)
    return { UpdateCount: execution.updateCount, ResultSet: { Rows: [], ...metadata } };
  const { bucket, key } = parseLocation(execution.outputLocation ?? '');
  cloud.authorize(caller, { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` });
  const file = objects.locate(bucket, key);
  if (!file) throw invalidRequest(`Could not find results: s3://${bucket}/${key} is not there`, 'RESULTS_NOT_FOUND');
  const { rows, nextToken } = await readPage(file, input.NextToken, limit);
  const Rows = rows.map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) }));
  return { UpdateCount: 0, ResultSet: { Rows, ...metadata }, NextToken: nextToken };
}

function columnInfo({ name, type, precision, scale }: NonNullable<StoredExecution['columns']>[number]) {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: type,
    Precision: precision,
    Scale: scale,
    Nullable: 'UNKNOWN' as const,
    CaseSensitive: ['varchar', 'char', 'string'].includes(type),
  };
}
