import { InvalidRequestException } from '@aws-sdk/client-athena';
import { describe, expect, test } from 'vitest';
import { createAthena, StatementRefusedError } from './athena.ts';

const refusal = (AthenaErrorCode: string) =>
  new InvalidRequestException({ AthenaErrorCode, message: 'what Athena says', $metadata: {} });
const athenaThat = (error: Error) => createAthena({ send: () => Promise.reject(error) });
const statement = { sql: 'SELECT 1', workGroup: 'w', token: 't'.repeat(32) };

describe('a statement that Athena does not take', () => {
  test('is refused for good', async () => {
    const started = athenaThat(refusal('MALFORMED_QUERY')).startQuery(statement);
    await expect(started).rejects.toThrow(StatementRefusedError);
    await expect(started).rejects.toThrow('MALFORMED_QUERY: what Athena says');
  });

  test('may have been started by somebody else under its token, which says nothing of it', async () => {
    const started = athenaThat(refusal('DUPLICATE_REQUEST')).startQuery(statement);
    await expect(started).rejects.toThrow(InvalidRequestException);
    await expect(started).rejects.not.toThrow(StatementRefusedError);
  });

  test('may have been throttled, which says nothing of it', async () => {
    await expect(athenaThat(new Error('Rate exceeded')).startQuery(statement)).rejects.toThrow('Rate exceeded');
  });
});

test('a statement that has ended cannot be stopped, which does no harm', async () => {
  await expect(athenaThat(refusal('INVALID_INPUT')).stopQuery('q')).resolves.toBeUndefined();
  await expect(athenaThat(new Error('Rate exceeded')).stopQuery('q')).rejects.toThrow();
});
