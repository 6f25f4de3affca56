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
  ['a timeout of its own', { ErrorCategory: 1, ErrorType: 206, ErrorMessage: 'Query timeout' }, 'timeout', false],
  ['a timeout by another number', { ErrorCategory: 1, ErrorType: 210, ErrorMessage: 'x' }, 'timeout', false],
  ['an internal error', { ErrorCategory: 1, ErrorType: 100, Retryable: false, ErrorMessage: 'x' }, 'system', true],
  [
    'what exhausts it',
    { ErrorCategory: 2, ErrorType: 3, ErrorMessage: 'Query exhausted resources at this scale factor' },
    'user',
    true,
  ],
  [
    'a throttle of S3',
    { ErrorCategory: 2, ErrorType: 1001, ErrorMessage: 'Please reduce your request rate' },
    'user',
    true,
  ],
  [
    'a throttle of Glue',
    { ErrorCategory: 3, ErrorMessage: 'Rate exceeded (Service: AWSGlue; Status Code: 400)' },
    'other',
    true,
  ],
  [
    'somebody else who changes the table in Glue',
    { ErrorCategory: 2, ErrorMessage: 'ConcurrentModificationException' },
    'user',
    true,
  ],
  ['a right that lacks', { ErrorCategory: 2, ErrorType: 1100, ErrorMessage: 'PERMISSION_DENIED: x' }, 'user', false],
  ['data that do not fit', { ErrorCategory: 2, ErrorType: 1001, ErrorMessage: 'HIVE_BAD_DATA: x' }, 'user', false],
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
