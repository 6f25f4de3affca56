import { expect, test } from 'vitest';
import type { Execution } from '../aws/athena.ts';
import { fileNames, unloading } from './unload.ts';

const execution: Execution = {
  QueryExecutionId: 'e-1',
  Query: 'SELECT a FROM t WHERE b = ? -- said;\n; ',
  SubstatementType: 'SELECT',
  WorkGroup: 'people',
  ExecutionParameters: ["'x'"],
  QueryExecutionContext: { Database: 'lake' },
  Status: { State: 'SUCCEEDED' },
  ResultConfiguration: { OutputLocation: 's3://results/queries/e-1.csv' },
};

test('a SELECT is unloaded as it was run, into a folder of its own beside its result', () => {
  expect(unloading(execution, 5)).toEqual({
    statement: {
      sql: `UNLOAD (SELECT a FROM t WHERE b = ? -- said
)
TO 's3://results/queries/unload/e-1/5/'
WITH (format = 'PARQUET', compression = 'SNAPPY')`,
      workGroup: 'people',
      database: 'lake',
      parameters: ["'x'"],
    },
    bucket: 'results',
    prefix: 'queries/unload/e-1/5/',
  });
  const { ExecutionParameters: _parameters, QueryExecutionContext: _context, ...bare } = execution;
  expect(unloading(bare, 5)?.statement).toMatchObject({ parameters: [], database: 'default' });
});

test('a result may lie at the top of a bucket whose name is quoted', () => {
  const top = { ...execution, ResultConfiguration: { OutputLocation: "s3://it's/e-1.csv" } };
  expect(unloading(top, 5)).toMatchObject({ bucket: "it's", prefix: 'unload/e-1/5/' });
  expect(unloading(top, 5)?.statement.sql).toContain("TO 's3://it''s/unload/e-1/5/'");
});

test('no other statement is, nor one whose result lies nowhere', () => {
  expect(unloading({ ...execution, SubstatementType: 'EXPLAIN' }, 5)).toBeUndefined();
  expect(unloading({ ...execution, ResultConfiguration: {} }, 5)).toBeUndefined();
});

test('one file has the name, and several are counted', () => {
  expect([fileNames('n', 1), fileNames('n', 2)]).toEqual([['n.parquet'], ['n-1.parquet', 'n-2.parquet']]);
});
