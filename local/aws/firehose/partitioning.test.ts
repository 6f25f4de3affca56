import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createTestFirehose, deliveryRole, processor, until } from './test-stream.ts';

let firehose: ReturnType<typeof createTestFirehose>;

beforeEach(() => {
  firehose = createTestFirehose();
  firehose.start();
});
afterEach(() => firehose.testing.end());

const query = (MetadataExtractionQuery: string) =>
  processor('MetadataExtraction', { MetadataExtractionQuery, JsonParsingEngine: 'JQ-1.6' });
const lambda = processor('Lambda', { LambdaArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f' });

function partitioned(Processors: readonly object[], extra: Readonly<Record<string, unknown>> = {}) {
  return {
    DynamicPartitioningConfiguration: { Enabled: true },
    Prefix: 'events/!{partitionKeyFromQuery:type}/year=!{timestamp:yyyy}/',
    ErrorOutputPrefix: 'failed/!{firehose:error-output-type}/year=!{timestamp:yyyy}/',
    ProcessingConfiguration: { Enabled: true, Processors },
    ...extra,
  };
}

const byType = query('{type: .event_type}');
const json = (type: unknown, n = 0) => JSON.stringify({ event_type: type, n });

function failures(prefix: string) {
  return firehose
    .texts(prefix)
    .flatMap((text) => text.trim().split('\n'))
    .map((line) => JSON.parse(line));
}

/** The folders, or `failed`, where a text is found, each as often as it is. */
function placesOf(text: string): readonly string[] {
  const failed = failures('failed/').map(({ rawData }) => Buffer.from(rawData, 'base64').toString());
  return [
    ...firehose.objects.flatMap(({ key, body }) =>
      Array.from({ length: String(body).split(text).length - 1 }, () => /^events\/(.*)\/year=/.exec(key)?.[1]),
    ),
    ...failed.filter((one) => one.includes(text)).map(() => 'failed'),
  ].filter((place) => place !== undefined);
}

describe('dynamic partitioning', () => {
  test('writes an object for each set of keys, records of a record apart and joined by the delimiter', async () => {
    const apart = processor('RecordDeAggregation', { SubRecordType: 'JSON' });
    await firehose.create(
      partitioned([apart, byType, processor('AppendDelimiterToRecord', { Delimiter: '\\n' })], {
        CompressionFormat: 'GZIP',
        FileExtension: '.json.gz',
      }),
    );
    await firehose.put(`${json('order', 1)}\n${json('user', 2)}\n`, `${json('order', 3)}${json('or}"{der', 4)}`);
    await until(() => firehose.objects.length === 3);
    const year = new Date().getUTCFullYear();
    const of = (type: string) => firehose.objects.find(({ key }) => key.startsWith(`events/${type}/year=${year}/`));
    expect(gunzipSync(of('order')?.body ?? '').toString()).toBe(`${json('order', 1)}\n${json('order', 3)}`);
    expect(gunzipSync(of('user')?.body ?? '').toString()).toBe(json('user', 2));
    expect(gunzipSync(of('or}"{der')?.body ?? '').toString()).toBe(json('or}"{der', 4));
    expect(of('order')?.key).toMatch(/events-1-[\d-]+-[0-9a-f-]{36}\.json\.gz$/);
  });

  test('puts what has no keys, or is no JSON, among the failed with its reason', async () => {
    await firehose.create(partitioned([byType]));
    await firehose.put(json('a'), json(null), json(''), json({}), 'not json', Buffer.from([0xff, 0x7b]), json(7));
    await until(() => firehose.objects.length === 3);
    expect(firehose.texts('events/a/')).toEqual([json('a')]);
    expect(firehose.texts('events/7/')).toEqual([json(7)]);
    const failed = failures('failed/metadata-extraction-failed/');
    expect(failed.map(({ errorMessage }) => errorMessage)).toEqual([
      'Non JSON record provided',
      'Non JSON record provided',
      ...Array.from({ length: 3 }, () => 'partitionKeys values must not be null or empty'),
    ]);
    expect(new Set(failed.map(({ errorCode }) => errorCode))).toEqual(
      new Set(['DynamicPartitioning.MetadataExtractionFailed']),
    );
    expect(failed.map(({ rawData }) => Buffer.from(rawData, 'base64'))).toContainEqual(Buffer.from('not json'));
    expect(failed[0]).toMatchObject({ attemptsMade: 1, arrivalTimestamp: expect.any(Number) });
  });

  test('takes records apart by a delimiter, and fails what holds more than 500', async () => {
    const apart = processor('RecordDeAggregation', {
      SubRecordType: 'DELIMITED',
      Delimiter: Buffer.from('##').toString('base64'),
    });
    await firehose.create(partitioned([apart, byType]));
    await firehose.put(`${json('a', 1)}##${json('a', 2)}##`, Array.from({ length: 501 }, () => json('b')).join('##'));
    await until(() => firehose.objects.length === 2);
    expect(firehose.texts('events/a/')).toEqual([json('a', 1) + json('a', 2)]);
    expect(failures('failed/')[0].errorMessage).toContain('capped at 500 per record');
  });

  test('opens 500 partitions and no more', async () => {
    await firehose.create(partitioned([byType]));
    await firehose.put(...Array.from({ length: 400 }, (_one, n) => json(`t${n}`)));
    await firehose.put(...Array.from({ length: 110 }, (_one, n) => json(`t${n + 395}`)));
    await until(() => firehose.objects.length === 501);
    expect(failures('failed/').map(({ errorCode }) => errorCode)).toEqual(
      Array.from({ length: 5 }, () => 'DynamicPartitioning.ActivePartitionsLimitExceeded'),
    );
  });

  test('takes keys from a function, beside those of the query', async () => {
    firehose.testing.answer('lambda', 'Invoke', (input) => {
      const { records } = JSON.parse(Buffer.from(Object(input).Payload).toString());
      const answers = records.map(({ recordId, data }: { recordId: string; data: string }, at: number) => ({
        recordId,
        result: 'Ok',
        data,
        metadata: { partitionKeys: at === 2 ? {} : { entity: at === 0 ? 'order' : 5 } },
      }));
      return { Payload: Buffer.from(JSON.stringify({ records: answers })) };
    });
    const Prefix = '!{partitionKeyFromLambda:entity}/!{partitionKeyFromQuery:type}/!{firehose:random-string}/';
    await firehose.create(partitioned([byType, lambda], { Prefix }));
    await firehose.put(json('a'), json('b'), json('c'));
    await until(() => firehose.objects.length === 3);
    expect(firehose.texts('order/a/')).toHaveLength(1);
    expect(firehose.texts('5/b/')).toHaveLength(1);
    expect(firehose.objects[0]?.key).toMatch(/^order\/a\/[A-Za-z0-9]{11}\/\d{4}\//);
    expect(failures('failed/')[0].rawData).toBe(Buffer.from(json('c')).toString('base64'));
  });

  test('puts each line of each record in exactly one place', async () => {
    const line = fc.constantFrom('order', 'user', 'a/b', '', null, 7, { deep: 1 });
    const shape = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 8 }),
      cut: fc.nat(9),
      gap: fc.constantFrom('', '\n', ' \r\n'),
    });
    await firehose.create(partitioned([processor('RecordDeAggregation', { SubRecordType: 'JSON' }), byType]));
    let last = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(shape, { minLength: 1, maxLength: 6 }), async (records) => {
        firehose.objects.length = 0;
        const drawn = records.map((record) => textOf(record, () => `<${++last}>`));
        const texts = drawn.map(({ text }) => text);
        const ids = drawn.flatMap((one) => one.ids);
        await firehose.put(...texts);
        await until(firehose.isIdle);
        for (const { id, folder } of ids) expect(placesOf(id)).toEqual([folder ?? 'failed']);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    [partitioned([byType], { BufferingHints: { SizeInMBs: 63, IntervalInSeconds: 60 } }), 'at least 64'],
    [partitioned([byType], { BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 59 } }), 'at least 60'],
    [partitioned([byType], { Prefix: 'x/' }), 'at least one partition key'],
    [partitioned([query('{other: .x}')]), 'partitionKeyFromQuery:type'],
    [partitioned([query('{type: .x, other: .y}')]), 'every key must be used'],
    [partitioned([lambda], { Prefix: '!{partitionKeyFromQuery:type}/' }), 'partitionKeyFromQuery:type'],
    [partitioned([byType], { Prefix: '!{partitionKeyFromLambda:x}/' }), 'no Lambda processor'],
    [partitioned([]), 'needs a MetadataExtraction or a Lambda processor'],
    [partitioned([byType], { ErrorOutputPrefix: 'failed/' }), 'error-output-type'],
    [
      partitioned([byType], {
        S3BackupMode: 'Enabled',
        S3BackupConfiguration: {
          RoleARN: deliveryRole,
          BucketARN: 'arn:aws:s3:::kept',
          Prefix: '!{partitionKeyFromQuery:type}/',
          ErrorOutputPrefix: '!{firehose:error-output-type}/',
        },
      }),
      'S3BackupConfiguration cannot contain partition keys',
    ],
    [partitioned([byType], { DynamicPartitioningConfiguration: { Enabled: false } }), 'is not enabled'],
    [partitioned([query('{type: now}')]), 'does not cover the JQ query'],
    [partitioned([processor('MetadataExtraction', { MetadataExtractionQuery: '{type: .x}' })]), 'JQ-1.6'],
    [partitioned([byType, lambda, lambda]), 'Only one Lambda processor'],
    [partitioned([byType, processor('RecordDeAggregation', { SubRecordType: 'CSV' })]), 'JSON or DELIMITED'],
    [partitioned([byType, processor('Lambda', { LambdaArn: 'x', BufferSizeInMBs: '6' })]), 'between 0.2 and 3'],
  ])('refuses at creation: %#', async (destination, message) => {
    await expect(firehose.create(destination)).rejects.toThrow(message);
  });

  test('cannot be switched off or on, nor can a backup be switched off', async () => {
    const S3BackupConfiguration = { RoleARN: deliveryRole, BucketARN: 'arn:aws:s3:::kept' };
    await firehose.create(partitioned([byType], { S3BackupMode: 'Enabled', S3BackupConfiguration }));
    const update = (ExtendedS3DestinationUpdate: Readonly<Record<string, unknown>>) =>
      firehose.testing.cloud.call(admin, 'firehose', 'UpdateDestination', {
        DeliveryStreamName: 'events',
        CurrentDeliveryStreamVersionId: '1',
        DestinationId: 'destinationId-000000000001',
        ExtendedS3DestinationUpdate,
      });
    const off = { DynamicPartitioningConfiguration: { Enabled: false }, Prefix: 'plain/' };
    await expect(update(off)).rejects.toThrow('cannot be enabled or disabled');
    await expect(update({ S3BackupMode: 'Disabled' })).rejects.toThrow('backup cannot be disabled');
    await update({ Prefix: 'moved/!{partitionKeyFromQuery:type}/' });
    await firehose.put(json('a'));
    await until(() => firehose.objects.length === 2);
    expect(firehose.objects.map(({ bucket, key }) => `${bucket} ${key.slice(0, 8)}`)).toEqual([
      expect.stringMatching(/^kept \d{4}/),
      'raw moved/a/',
    ]);
  });
});

type Drawn = { readonly lines: readonly unknown[]; readonly cut: number; readonly gap: string };

/** A record's text, and where each of its lines belongs: in the folder of its type, or nowhere but among the failed. */
function textOf({ lines, cut, gap }: Drawn, nextId: () => string) {
  const isWhole = cut > 0;
  const drawn = lines.map((type) => {
    const id = nextId();
    const isKey = typeof type === 'number' || (typeof type === 'string' && type !== '');
    const line = JSON.stringify({ event_type: type, id, text: '}{"\\' });
    return { line, id, folder: isWhole && isKey ? String(type) : undefined };
  });
  return { text: drawn.map(({ line }) => line).join(gap) + (isWhole ? gap : '{'), ids: drawn };
}
