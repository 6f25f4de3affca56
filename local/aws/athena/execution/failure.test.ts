import { expect, it } from 'vitest';
import { describeFailure, withoutPaths } from './failure.ts';

it.each([
  ['IO Error: cannot open file "/home/me/.lake/s3/raw/x y"', 'IO Error: cannot open file "<file> y"'],
  ["FROM read_parquet(['/home/me/.lake/athena/work/1/a', 's3://b/k'])", "FROM read_parquet(['<file>', 's3://b/k'])"],
  [`at file://${process.cwd()}/local/sql/x.ts:1:2`, 'at <file>'],
  ['s3://bucket/home/other/file', 's3://bucket/home/other/file'],
])('%s loses its path', (message, told) => {
  expect(withoutPaths(message, '/home/me/.lake')).toBe(told);
});

it.each([
  new RangeError('Maximum call stack size exceeded'),
  new Error('Binder Error: Max expression depth limit of 1000 exceeded'),
])('%s is the error of a statement that is too large', (error) => {
  expect(describeFailure(error)).toMatchObject({
    reason: 'STACK_OVERFLOW: statement is too large (stack overflow during analysis)',
    category: 2,
  });
});
