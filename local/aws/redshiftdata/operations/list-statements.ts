import type { ListStatementsRequest, StatementData } from '@aws-sdk/client-redshift-data';
import { type Caller, callerUserId } from '../../../kernel/caller.ts';
import type { Cloud } from '../../../kernel/cloud.ts';
import { operation } from '../../../kernel/operation.ts';
import { isVisible, onStatement } from '../owner.ts';
import { page } from '../paging.ts';
import type { RedshiftData } from '../redshift-data.ts';
import type { StoredStatement } from '../store.ts';
import { targetNamed } from '../target.ts';

const defaultPage = 100;

export const listStatements = ({ store }: RedshiftData) =>
  operation('redshift-data', 'ListStatements', {
    permissions: (_input, { caller }) => onStatement(store, { action: 'ListStatements', id: undefined, caller }),
    handle(input, { cloud, caller }) {
      const found = [...store.statements.values()]
        .filter(matching(input, cloud, caller))
        .toSorted((a, b) => b.created - a.created);
      const { items, nextToken } = page(found, input.NextToken, input.MaxResults || defaultPage);
      return { Statements: items.map(describe), ...(nextToken !== undefined && { NextToken: nextToken }) };
    },
  });

/** Finished ones alone where nothing is said of the state; a name is the beginning of names. */
function matching(input: ListStatementsRequest, cloud: Cloud, caller: Caller) {
  const { Status = 'FINISHED', StatementName = '', RoleLevel = true, Database } = input;
  const target = targetNamed(input, cloud);
  return (statement: StoredStatement): boolean =>
    isVisible(statement, caller) &&
    (RoleLevel || callerUserId(statement.caller) === callerUserId(caller)) &&
    (Status === 'ALL' || statement.state === Status) &&
    (statement.name ?? '').startsWith(StatementName) &&
    (Database === undefined || statement.database === Database.toLowerCase()) &&
    (target === undefined || statement.target.arn === target.arn);
}

function describe({ id, name, sqls, isBatch, state, secretArn, parameters, ...times }: StoredStatement): StatementData {
  const texts = sqls.map(({ sql }) => sql);
  return {
    Id: id,
    Status: state,
    ...(name !== undefined && { StatementName: name }),
    ...(isBatch ? { QueryStrings: texts } : { QueryString: texts[0] ?? '' }),
    ...(secretArn !== undefined && { SecretArn: secretArn }),
    ...(parameters.length > 0 && { QueryParameters: [...parameters] }),
    IsBatchStatement: isBatch,
    ResultFormat: 'JSON',
    CreatedAt: new Date(times.created),
    UpdatedAt: new Date(times.updated),
  };
}
