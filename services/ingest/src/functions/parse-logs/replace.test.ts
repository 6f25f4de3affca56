import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { createRemoveStale } from './replace.ts';

/** A lake bucket with one receipt, that says what an earlier parse wrote. */
function createLake(written: readonly string[]) {
  const deleted: (string | undefined)[] = [];
  const send = async (command: object): Promise<object> => {
    if (command instanceof ListObjectsV2Command) return { Contents: [{ Key: 'receipts/a.json' }] };
    if (command instanceof GetObjectCommand) {
      return { Body: { transformToString: async () => `${JSON.stringify({ written })}\n` } };
    }
    if (command instanceof DeleteObjectCommand) deleted.push(command.input.Key);
    return {};
  };
  return { deleted, removeStale: createRemoveStale({ send }, 'lake', ['lake/haproxy_requests/', 'rejected/test/']) };
}

test('what is not written again goes: rows that are in another hour now, rejects that are none any more', async () => {
  const { deleted, removeStale } = createLake([
    'lake/haproxy_requests/hour=13/a.parquet',
    'lake/haproxy_requests/hour=14/a.parquet',
    'rejected/test/haproxy/a.json',
  ]);
  await removeStale('receipts/a.json', ['lake/haproxy_requests/hour=14/a.parquet']);
  expect(deleted).toEqual(['lake/haproxy_requests/hour=13/a.parquet', 'rejected/test/haproxy/a.json']);
});

test('nothing outside of what parse-logs writes is removed, whatever a receipt says', async () => {
  const { deleted, removeStale } = createLake(['iceberg/x.parquet', 'receipts/b.json']);
  await removeStale('receipts/a.json', []);
  expect(deleted).toEqual([]);
});

test('an object that is parsed for the first time has nothing to remove', async () => {
  const { deleted, removeStale } = createLake(['lake/haproxy_requests/hour=13/a.parquet']);
  await removeStale('receipts/a', []);
  expect(deleted).toEqual([]);
});
