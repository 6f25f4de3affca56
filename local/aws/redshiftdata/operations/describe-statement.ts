import type { DescribeStatementResponse, SubStatementData } from '@aws-sdk/client-redshift-data';
import { operation } from '../../../kernel/operation.ts';
import { whereOf } from '../accepted.ts';
import { addressOf, findStatement, onStatement } from '../owner.ts';
import type { RedshiftData } from '../redshift-data.ts';
import type { StoredSql, StoredStatement } from '../store.ts';

export const describeStatement = ({ store }: RedshiftData) =>
  operation('redshift-data', 'DescribeStatement', {
    permissions: ({ Id }, { caller }) => onStatement(store, { action: 'DescribeStatement', id: Id, caller }),
    handle({ Id }, { caller }) {
      const statement = findStatement(store, Id, caller);
      const { number } = addressOf(Id);
      const part = number === undefined ? undefined : statement.sqls[number - 1];
      return part === undefined || number === undefined
        ? describeWhole(statement)
        : { ...commonOf(statement), ...describeSql(statement, part, number) };
    },
  });

const commonOf = (statement: StoredStatement) => ({
  ...whereOf(statement),
  ...(statement.parameters.length > 0 && { QueryParameters: [...statement.parameters] }),
  ResultFormat: 'JSON' as const,
});

function describeWhole(statement: StoredStatement): DescribeStatementResponse {
  const { id, sqls, isBatch, state, error, created, updated } = statement;
  const [first] = sqls;
  const common = {
    ...commonOf(statement),
    Id: id,
    Status: state,
    ...(error !== undefined && { Error: error }),
    CreatedAt: new Date(created),
    UpdatedAt: new Date(updated),
    Duration: nanosOf(sqls.reduce((sum, { durationMillis = 0 }) => sum + durationMillis, 0)),
    HasResultSet: sqls.some(({ hasResult }) => hasResult),
  };
  if (!isBatch && first !== undefined) return { ...describeSql(statement, first, undefined), ...common };
  return {
    ...common,
    RedshiftQueryId: 0,
    ResultRows: -1,
    ResultSize: -1,
    SubStatements: sqls.map((sql, at) => describeSql(statement, sql, at + 1)),
  };
}

function describeSql({ id, created }: StoredStatement, part: StoredSql, number: number | undefined): SubStatementData {
  const { sql, state, error, durationMillis = 0, rows = -1, bytes = -1, hasResult, queryId, updated } = part;
  return {
    Id: number === undefined ? id : `${id}:${number}`,
    QueryString: sql,
    Status: state,
    ...(error !== undefined && { Error: error }),
    Duration: nanosOf(durationMillis),
    ResultRows: rows,
    ResultSize: bytes,
    HasResultSet: hasResult,
    RedshiftQueryId: queryId,
    CreatedAt: new Date(created),
    UpdatedAt: new Date(updated),
  };
}

const nanosOf = (millis: number) => millis * 1_000_000;
