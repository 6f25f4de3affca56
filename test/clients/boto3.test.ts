import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startLake, type TestLake } from '../harness/lake.ts';
import { run } from '../harness/run.ts';
import { describeWith } from '../harness/servers.ts';
import { clientEnvironment } from './environment.ts';

const script = fileURLToPath(new URL('./everyday.py', import.meta.url));

describeWith([{ name: 'boto3', check: ['python3', '-c', 'import boto3'] }], 'boto3', () => {
  let lake: TestLake;
  let seen: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    lake = await startLake();
    const env = { ...clientEnvironment, AWS_ENDPOINT_URL: lake.endpoint };
    const { code, stdout, stderr } = await run('python3', [script, lake.names.workGroup], { env });
    if (code !== 0) throw new Error(stderr);
    seen = z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
  });
  afterAll(() => lake?.dispose());

  test('s3: multipart up, parallel ranges down, pages, odd keys, a presigned link, batched deletion', () => {
    expect(seen.s3).toEqual({
      region: 'eu-west-1',
      expires: true,
      completed: true,
      same: true,
      parts: '3',
      metadata: { who: 'boto' },
      range: true,
      pages: [10, 10, 5],
      last: 'many/24 ä&.txt',
      presigned: '7',
      left: ['deep/big.bin'],
      missing: 'NoSuchKey',
    });
  });

  test('sqs: a batch with attributes', () => {
    const received = Array.from({ length: 10 }, (_, at) => [`m${at}`, `${at}`]);
    expect(seen.sqs).toEqual({ sent: 10, received });
  });

  test('glue: tables, partial failures, partitions by expression and by page', () => {
    expect(seen.glue).toEqual({
      tables: ['a', 'b', 'c'],
      errors: [],
      again: ['AlreadyExistsException', 'AlreadyExistsException'],
      partitions: Array.from({ length: 10 }, (_, at) => `2026-11-${at + 11}`),
      missing: 'EntityNotFoundException',
    });
  });

  test('athena: a statement with a parameter, its pages and its CSV; a failure with category and reason', () => {
    expect(seen.athena).toEqual({
      state: 'SUCCEEDED',
      submitted: true,
      pages: [1000, 1000, 401],
      first: [
        ['n', 'third'],
        ['101', '33.67'],
      ],
      last: ['2500', '833.33'],
      csv: [2401, '"n","third"', '"101","33.67"'],
      types: ['bigint', 'decimal'],
      failed: ['FAILED', 2],
      reason: expect.stringMatching(/FUNCTION_NOT_FOUND.*strftime/),
    });
  });

  test('cloudwatch: metrics over its binary protocol', () => {
    expect(seen.cloudwatch).toEqual({ metrics: ['Tries'], points: [[4, 2.5]], data: [2] });
  });

  test('logs: a JSON filter pattern, by pages', () => {
    expect(seen.logs).toEqual({ found: Array.from({ length: 12 }, (_, at) => at * 10) });
  });

  test('dynamodb: the resource, a batch writer, conditions', () => {
    expect(seen.dynamodb).toEqual({
      halves: ['13.5', '14', '14.5'],
      count: 30,
      refused: 'ConditionalCheckFailedException',
    });
  });

  test('kinesis: a batch of records, in order', () => {
    expect(seen.kinesis).toEqual({ failed: 0, data: Array.from({ length: 20 }, (_, at) => `r${at}`) });
  });

  test('iam: a role without a policy is refused everything, by name of the action', () => {
    const denied = (action: string) =>
      expect.stringMatching(
        new RegExp(`^AccessDenied.*assumed-role/boto/session is not authorized to perform: ${action}`),
      );
    expect(seen.identity).toEqual({
      said: {
        glue: denied('glue:GetDatabases'),
        s3: denied('s3:ListAllMyBuckets'),
        sqs: denied('sqs:ListQueues'),
        lambda: denied('lambda:ListFunctions'),
      },
      hours: 1,
    });
  });
});
