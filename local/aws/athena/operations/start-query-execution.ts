import { createHash, randomUUID } from 'node:crypto';
import type { StartQueryExecutionInput } from '@aws-sdk/client-athena';
import { notCovered } from '../../../kernel/error.ts';
import { type Context, operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup, findWorkGroup } from '../athena.ts';
import { invalidRequest, required } from '../error.ts';
import { readPrepared } from '../execution/prepared.ts';
import { classify, readStatement } from '../execution/statement.ts';
import { type ResultTarget, resultTarget } from '../result-target.ts';
import { readReuse } from '../reuse.ts';
import type { StoredExecution } from '../store.ts';

const maxQueryBytes = 262_144;

export const startQueryExecution = (athena: Athena) =>
  operation('athena', 'StartQueryExecution', {
    permissions: (input, context) =>
      onResource('StartQueryExecution', 'workgroup', input.WorkGroup ?? defaultWorkGroup, context),
    async handle(input, context) {
      checkLimits(input);
      const workGroup = findWorkGroup(athena, input.WorkGroup);
      if (workGroup.state === 'DISABLED') throw invalidRequest(`WorkGroup ${workGroup.name} is disabled.`);
      const request = fingerprint(input, context);
      const known = findKnown(athena, input, request);
      if (known !== undefined) return { QueryExecutionId: known };
      const target = await resultTarget(input, workGroup, context);
      const prepared = readPrepared(athena.store, workGroup.name, required(input.QueryString, 'queryString'));
      const statement = await readStatement(prepared.sql, athena.front);
      const again = findKnown(athena, input, request);
      if (again !== undefined) return { QueryExecutionId: again };
      const execution = newExecution(input, context, { ...target, workGroup: workGroup.name });
      const parameters = prepared.parameters ?? execution.parameters;
      if (input.ClientRequestToken !== undefined)
        athena.store.tokens.put(input.ClientRequestToken, { id: execution.id, request });
      athena.executor.submit({ ...execution, parameters, ...classify(prepared.sql) }, statement);
      return { QueryExecutionId: execution.id };
    },
  });

function checkLimits({ QueryString = '', EngineConfiguration }: StartQueryExecutionInput): void {
  if (EngineConfiguration !== undefined) throw notCovered('EngineConfiguration, which is for Apache Spark');
  if (Buffer.byteLength(QueryString) > maxQueryBytes)
    throw invalidRequest(`Query string is longer than ${maxQueryBytes} bytes`, 'MALFORMED_QUERY');
}

/** Everything that a client token stands for. */
function fingerprint(input: StartQueryExecutionInput, { cloud, caller }: Context): string {
  const { ClientRequestToken: _token, ...rest } = input;
  const who = caller.kind === 'role' ? caller.roleArn : caller.kind;
  return createHash('sha256')
    .update(JSON.stringify([cloud.account, who, rest]))
    .digest('hex');
}

/** The execution that the client token was given before; the same token for another request is refused. */
function findKnown(
  { store }: Athena,
  { ClientRequestToken: token }: StartQueryExecutionInput,
  request: string,
): string | undefined {
  const known = token === undefined ? undefined : store.tokens.get(token);
  if (known && known.request !== request)
    throw invalidRequest('Idempotent parameters do not match', 'DUPLICATE_REQUEST');
  return known?.id;
}

function newExecution(
  input: StartQueryExecutionInput,
  { cloud, caller }: Context,
  where: ResultTarget & Pick<StoredExecution, 'workGroup'>,
): Omit<StoredExecution, 'statementType' | 'substatementType'> {
  return {
    id: randomUUID(),
    caller,
    query: required(input.QueryString, 'queryString'),
    parameters: input.ExecutionParameters ?? [],
    catalog: input.QueryExecutionContext?.Catalog,
    database: input.QueryExecutionContext?.Database,
    ...where,
    reuse: readReuse(input.ResultReuseConfiguration),
    state: 'QUEUED',
    sequence: 1,
    submitted: cloud.clock.now(),
    scannedBytes: 0,
    scannedRows: 0,
  };
}
