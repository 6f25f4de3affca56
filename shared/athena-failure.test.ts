import { expect, test } from 'vitest';
import { classifyFailure } from './athena-failure.ts';

test('says nothing about a query that runs or succeeded', () => {
  expect(classifyFailure({ State: 'RUNNING' })).toBeUndefined();
  expect(classifyFailure({ State: 'SUCCEEDED' })).toBeUndefined();
  expect(classifyFailure(undefined)).toBeUndefined();
});

test.each([
  ['a syntax error', { ErrorCategory: 2, Retryable: false, ErrorMessage: 'SYNTAX_ERROR: line 1' }, 'user', false],
  ['a lost node', { ErrorCategory: 1, Retryable: false, ErrorMessage: 'Internal' }, 'system', true],
  ['what Athena calls retryable', { ErrorCategory: 3, Retryable: true, ErrorMessage: 'x' }, 'other', true],
  ['a commit conflict', { ErrorCategory: 2, ErrorMessage: 'ICEBERG_COMMIT_ERROR: Failed to commit' }, 'user', true],
  ['an unknown category', { ErrorCategory: 9, ErrorMessage: 'x' }, 'other', false],
] as const)('classifies %s', (_, AthenaError, category, retryable) => {
  expect(classifyFailure({ State: 'FAILED', AthenaError })).toEqual({
    category,
    retryable,
    message: AthenaError.ErrorMessage,
  });
});

test('takes the reason where there is no error, and never retries what somebody stopped', () => {
  expect(classifyFailure({ State: 'FAILED', StateChangeReason: 'why' })?.message).toBe('why');
  expect(classifyFailure({ State: 'CANCELLED' })).toMatchObject({ category: 'cancelled', retryable: false });
});
