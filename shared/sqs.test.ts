import type { Context, SQSRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { createBatchHandler, createMessageHandler } from './sqs.ts';

const record = (messageId: string, body: string, receiveCount = '1'): SQSRecord => ({
  messageId,
  body,
  receiptHandle: '',
  attributes: {
    ApproximateReceiveCount: receiveCount,
    SentTimestamp: '',
    SenderId: '',
    ApproximateFirstReceiveTimestamp: '',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: '',
  awsRegion: '',
});
const log = { error: () => undefined };
const context: Pick<Context, 'getRemainingTimeInMillis'> = { getRemainingTimeInMillis: () => 7 };

describe('createMessageHandler', () => {
  test('reports what throws and what is no JSON, and handles the rest', async () => {
    const seen: unknown[] = [];
    const handle = createMessageHandler(log, async ({ body, receiveCount }) => {
      seen.push([body, receiveCount]);
      if (body === 2) throw new Error('two');
    });
    const answer = await handle(
      { Records: [record('a', '1', '3'), record('b', '2'), record('c', '{'), record('d', '4')] },
      context,
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }] });
    expect(seen).toEqual([
      [1, 3],
      [2, 1],
      [4, 1],
    ]);
  });
});

describe('createBatchHandler', () => {
  test('hands the readable messages over together, and reports what comes back', async () => {
    const handle = createBatchHandler(log, async (messages, remaining) => {
      expect(messages.map(({ id }) => id)).toEqual(['a', 'c']);
      expect(remaining()).toBe(7);
      return new Set(['c']);
    });
    const answer = await handle({ Records: [record('a', '1'), record('b', '{'), record('c', '3')] }, context);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }] });
  });
});
