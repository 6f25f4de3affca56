import type { Context, SQSRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { BatchFailedError, createBatchHandler, createMessageHandler } from './sqs.ts';

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
  test('names the object that a message is about, where it is about one, when its handling fails', async () => {
    const lines: unknown[] = [];
    const fail = async () => Promise.reject(new Error('no'));
    const handle = createMessageHandler({ error: (...line) => lines.push(line) }, fail);
    const created = { detail: { bucket: { name: 'raw' }, object: { key: 'raw/logs/a', size: 3 } } };
    const Records = [record('a', JSON.stringify(created)), record('b', '{}'), record('c', '{')];
    await expect(handle({ Records }, context)).rejects.toThrow(BatchFailedError);
    const said = 'A message failed and will be tried again';
    expect(lines).toMatchObject([
      [said, { messageId: 'a', object: { bucket: 'raw', key: 'raw/logs/a' }, error: new Error('no') }],
      [said, { messageId: 'b' }],
      [said, { messageId: 'c' }],
    ]);
    expect(lines[1]).not.toHaveProperty('1.object');
  });

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

test('of messages that say the same the first is handled for all, and fails for all', async () => {
  const seen: unknown[] = [];
  const handle = createMessageHandler(log, async ({ id, body }) => {
    seen.push([id, body]);
    if (body === 2) throw new Error('two');
  });
  const Records = [record('a', '1'), record('b', '2'), record('c', '1'), record('d', '2'), record('e', '3')];
  expect(await handle({ Records }, context)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'd' }],
  });
  expect(seen).toEqual([
    ['a', 1],
    ['b', 2],
    ['e', 3],
  ]);
});

describe('a batch of which no message could be handled', () => {
  const failing = createMessageHandler(log, async () => {
    throw new Error('no');
  });

  test('fails as a whole, so that it is one of the function’s errors', async () => {
    await expect(failing({ Records: [record('a', '1'), record('b', '{')] }, context)).rejects.toThrow('All 2 messages');
    await expect(failing({ Records: [record('a', '1')] }, context)).rejects.toThrow('The message failed');
    const none = createBatchHandler(log, async (messages) => new Set(messages.map(({ id }) => id)));
    await expect(none({ Records: [record('a', '1')] }, context)).rejects.toThrow('The message failed');
  });

  test('is none where there was no message', async () => {
    expect(await failing({ Records: [] }, context)).toEqual({ batchItemFailures: [] });
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
