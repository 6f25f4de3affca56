import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { AwsError } from '../../kernel/error.ts';
import type { Service } from '../../kernel/service.ts';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { checkPrefixes, evaluateErrorPrefix, evaluatePrefix } from './prefix.ts';
import { createFirehose } from './service.ts';

let testing: ReturnType<typeof createTestCloud>;
let firehose: Service;
let objects: { bucket: string; key: string; body: Buffer }[];
const role = 'arn:aws:iam::000000000000:role/to-s3';
const trust = JSON.stringify({
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'firehose.amazonaws.com' } },
});

beforeEach(() => {
  testing = createTestCloud();
  objects = [];
  testing.answer('iam', 'GetRole', () => ({ Role: { AssumeRolePolicyDocument: encodeURIComponent(trust) } }));
  testing.answer('s3', 'PutObject', keep);
  firehose = createFirehose(testing.cloud, { pace: 0.001, retryMs: 10 });
  testing.add(firehose);
});
afterEach(() => testing.end());

function keep(input: unknown) {
  const { Bucket, Key, Body } = Object(input);
  objects.push({ bucket: Bucket, key: Key, body: Body });
  return {};
}

function create(destination: Readonly<Record<string, unknown>> = {}) {
  return testing.cloud.call(admin, 'firehose', 'CreateDeliveryStream', {
    DeliveryStreamName: 'logs',
    ExtendedS3DestinationConfiguration: {
      RoleARN: role,
      BucketARN: 'arn:aws:s3:::raw',
      Prefix:
        'raw/logs/haproxy/edge/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/',
      ErrorOutputPrefix: 'rejected/!{firehose:error-output-type}/!{timestamp:yyyy}/',
      BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 },
      ...destination,
    },
  });
}

function put(...data: readonly (string | Buffer)[]) {
  return testing.cloud.call(admin, 'firehose', 'PutRecordBatch', {
    DeliveryStreamName: 'logs',
    Records: data.map((one) => ({ Data: Buffer.from(one) })),
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 10_000; waited += 10) await new Promise((go) => setTimeout(go, 10));
  expect(condition()).toBe(true);
}

function processing(Type: string, parameters: Readonly<Record<string, string>> = {}) {
  return {
    Type,
    Parameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
      ParameterName,
      ParameterValue,
    })),
  };
}

describe('delivery', () => {
  test('joins records without a delimiter under the prefix of their arrival', async () => {
    await create();
    const { FailedPutCount, RequestResponses = [] } = await put('a', 'b', gzipSync('c'));
    expect(FailedPutCount).toBe(0);
    expect(new Set(RequestResponses.map((one) => one.RecordId)).size).toBe(3);
    await until(() => objects.length === 1);
    const { key, bucket, body } = Object(objects[0]);
    expect(bucket).toBe('raw');
    expect(key).toMatch(
      /^raw\/logs\/haproxy\/edge\/year=\d{4}\/month=\d\d\/day=\d\d\/hour=\d\d\/logs-1-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9a-f-]{36}$/,
    );
    expect(body).toEqual(Buffer.concat([Buffer.from('ab'), gzipSync('c')]));
  });

  test('does not wait for its interval when its size is reached', async () => {
    await firehose.stop?.();
    firehose = createFirehose(testing.cloud, { pace: 1 });
    testing.add(firehose);
    await create();
    await put('x'.repeat(600_000), 'y'.repeat(600_000));
    await until(() => objects.length === 1);
  });

  test('tries again with the same key until S3 has it, also after a restart', async () => {
    const keys: string[] = [];
    testing.answer('s3', 'PutObject', (input) => {
      keys.push(Object(input).Key);
      throw new AwsError('SlowDown', 'slow down', 503);
    });
    await create();
    await put('kept');
    await until(() => keys.length >= 2);
    await firehose.stop?.();
    testing.answer('s3', 'PutObject', keep);
    firehose = createFirehose(testing.cloud, { pace: 0.001, retryMs: 10 });
    testing.add(firehose);
    firehose.start?.();
    await until(() => objects.length === 1);
    expect(new Set([...keys, objects[0]?.key]).size).toBe(1);
    expect(String(objects[0]?.body)).toBe('kept');
  });

  test('compresses, names its files and keeps the source when asked to', async () => {
    await create({
      CompressionFormat: 'GZIP',
      FileExtension: '.log.gz',
      S3BackupMode: 'Enabled',
      S3BackupConfiguration: { RoleARN: role, BucketARN: 'arn:aws:s3:::backup', Prefix: 'source/' },
      ProcessingConfiguration: { Enabled: true, Processors: [processing('AppendDelimiterToRecord')] },
    });
    await put('a', 'b');
    await until(() => objects.length === 2);
    const of = (bucket: string) => objects.find((object) => object.bucket === bucket);
    expect(of('raw')?.key).toMatch(/\.log\.gz$/);
    expect(gunzipSync(of('raw')?.body ?? '').toString()).toBe('a\nb');
    expect(of('backup')?.key).toMatch(/^source\/\d{4}\/\d\d\/\d\d\/\d\d\/logs-1-/);
    expect(String(of('backup')?.body)).toBe('ab');
  });

  test('says in the stream’s metrics how old what waits is, try by try', async () => {
    const data: { MetricName: string; Value: number }[] = [];
    testing.answer('monitoring', 'PutMetricData', (input) => {
      expect(Object(input).MetricData[0].Dimensions).toEqual([{ Name: 'DeliveryStreamName', Value: 'logs' }]);
      data.push(...Object(input).MetricData);
      return {};
    });
    let refusals = 2;
    testing.answer('s3', 'PutObject', (input) => {
      if (refusals-- > 0) throw new AwsError('SlowDown', 'slow down', 503);
      return keep(input);
    });
    await create();
    await put('kept', 'too');
    await until(() => data.some(({ MetricName }) => MetricName === 'DeliveryToS3.Records'));
    const of = (name: string) => data.filter(({ MetricName }) => MetricName === name).map(({ Value }) => Value);
    expect(of('DeliveryToS3.Success')).toEqual([0, 0, 1]);
    expect(of('DeliveryToS3.Records')).toEqual([2]);
    expect(of('DeliveryToS3.Bytes')).toEqual([7]);
    expect(of('DeliveryToS3.DataFreshness')).toEqual(of('DeliveryToS3.DataFreshness').sort((a, b) => a - b));
  });

  test('loses or repeats an object when a fault says so', async () => {
    await create();
    testing.cloud.faults.add({ at: 'firehose:deliver', kind: 'duplicate', match: 'logs', times: 1 });
    await put('twice');
    await until(() => objects.length === 2);
    expect(objects[0]?.key).not.toBe(objects[1]?.key);
  });
});

describe('processing', () => {
  test('extracts the messages of CloudWatch envelopes and drops control messages', async () => {
    const envelope = (messageType: string, ...messages: string[]) =>
      gzipSync(JSON.stringify({ messageType, logEvents: messages.map((message) => ({ id: '1', message })) }));
    await create({
      ProcessingConfiguration: {
        Enabled: true,
        Processors: [
          processing('Decompression', { CompressionFormat: 'GZIP' }),
          processing('CloudWatchLogProcessing', { DataMessageExtraction: 'true' }),
        ],
      },
    });
    await put(envelope('CONTROL_MESSAGE', 'health'), envelope('DATA_MESSAGE', 'a', 'b'), 'not gzip');
    await until(() => objects.length === 2);
    expect(String(objects[0]?.body)).toBe('a\nb\n');
    expect(objects[1]?.key).toMatch(/^rejected\/decompression-failed\/\d{4}\/logs-1-/);
    expect(JSON.parse(String(objects[1]?.body))).toMatchObject({
      errorCode: 'Decompression failed.',
      rawData: Buffer.from('not gzip').toString('base64'),
    });
  });

  const withLambda = {
    ProcessingConfiguration: {
      Enabled: true,
      Processors: [processing('Lambda', { LambdaArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f' })],
    },
  };

  test('by a function keeps, drops and fails records, each answered once', async () => {
    testing.answer('lambda', 'Invoke', (input, caller) => {
      expect(caller).toMatchObject({ kind: 'role', roleArn: role });
      const { records, deliveryStreamArn } = JSON.parse(Buffer.from(Object(input).Payload).toString());
      expect(deliveryStreamArn).toBe('arn:aws:firehose:eu-west-1:000000000000:deliverystream/logs');
      const [ok, dropped, failed, twice] = records;
      const answers = [
        { recordId: ok.recordId, result: 'Ok', data: Buffer.from('OK').toString('base64') },
        { recordId: dropped.recordId, result: 'Dropped' },
        { recordId: failed.recordId, result: 'ProcessingFailed' },
        { recordId: twice.recordId, result: 'Dropped' },
        { recordId: twice.recordId, result: 'Dropped' },
      ];
      return { Payload: Buffer.from(JSON.stringify({ records: answers })) };
    });
    await create(withLambda);
    await put('ok', 'dropped', 'failed', 'twice', 'missing');
    await until(() => objects.length === 2);
    expect(String(objects[0]?.body)).toBe('OK');
    const failures = String(objects[1]?.body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(failures.map((one) => one.errorCode)).toEqual([
      'Lambda.ProcessingFailedStatus',
      'Lambda.DuplicatedRecordId',
      'Lambda.MissingRecordId',
    ]);
  });

  test('by a function that fails is tried four times, then its records are kept as failed', async () => {
    let calls = 0;
    testing.answer('lambda', 'Invoke', () => {
      calls += 1;
      return { FunctionError: 'Unhandled', Payload: Buffer.from('{}') };
    });
    await create(withLambda);
    await put('x');
    await until(() => objects.length === 1);
    expect(calls).toBe(4);
    expect(JSON.parse(String(objects[0]?.body))).toMatchObject({
      attemptsMade: 4,
      errorCode: 'Lambda.FunctionError',
      rawData: Buffer.from('x').toString('base64'),
    });
  });
});

describe('limits', () => {
  test('of records and batches are AWS’s', async () => {
    await create();
    await expect(put(Buffer.alloc(1_024_001))).rejects.toThrow('less than or equal to 1024000');
    await expect(put(...Array.from({ length: 501 }, () => 'x'))).rejects.toThrow('length less than or equal to 500');
    await expect(put(...Array.from({ length: 5 }, () => Buffer.alloc(1_000_000)))).rejects.toThrow('4 MB limit');
  });

  test('fail a part of a batch when a fault says so', async () => {
    await create();
    testing.cloud.faults.add({ at: 'firehose:records', kind: 'partial-failure', times: 1 });
    const { FailedPutCount, RequestResponses = [] } = await put('a', 'b', 'c');
    expect(FailedPutCount).toBe(2);
    expect(RequestResponses[0]).toMatchObject({ ErrorCode: 'ServiceUnavailableException' });
    await until(() => objects.length === 1);
    expect(String(objects[0]?.body)).toBe('b');
  });

  test('refuse destinations and roles that cannot work', async () => {
    await expect(create({ CompressionFormat: 'Snappy' })).rejects.toThrow('Snappy');
    testing.answer('iam', 'GetRole', () => ({ Role: { AssumeRolePolicyDocument: '%7B%22Statement%22%3A%5B%5D%7D' } }));
    await expect(create()).rejects.toThrow('unable to assume role');
  });
});

describe('prefixes', () => {
  const timestamp = Date.UTC(2026, 10, 5, 7, 8, 9);

  test.each([
    ['logs/', 'logs/2026/11/05/07/'],
    ['', '2026/11/05/07/'],
    ["!{timestamp:yyyy}-!{timestamp:'D'DDD}/!{timestamp:yyyy/MM/dd/HH/mm}/", '2026-D309/2026/11/05/07/08/'],
  ])('%s', (prefix, expected) => {
    expect(evaluatePrefix(prefix, { timestamp })).toBe(expected);
  });

  test('of errors name the type', () => {
    const scope = { timestamp, errorOutputType: 'processing-failed' };
    expect(evaluateErrorPrefix('logs/', undefined, scope)).toBe('logs/processing-failed/2026/11/05/07/');
    expect(evaluateErrorPrefix('', 'bad/!{firehose:error-output-type}', scope)).toBe(
      'bad/processing-failed/2026/11/05/07/',
    );
  });

  test('with expressions need an error prefix that names the type', () => {
    expect(() => checkPrefixes('!{timestamp:yyyy}/', '')).toThrow('error-output-type');
    expect(() => checkPrefixes('!{nonsense:x}/', '')).toThrow('nonsense');
  });
});
