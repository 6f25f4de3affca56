import { describe, expect, test } from 'vitest';
import { bucketFindings } from './buckets.ts';
import type { Finding } from './finding.ts';
import { busFindings, databaseFindings, workGroupFindings } from './places.ts';
import { stackFindings } from './stacks.ts';
import { answering, named } from './testing/answering.ts';

const stage = { prefix: 'tributary', stage: 'dev' };
const flags = ' --stage dev';
const names = { rawBucket: 'raw', lakeBucket: 'lake', athenaBucket: 'athena' };
const statesOf = (findings: readonly Finding[]) => findings.map(({ state }) => state);

describe('stacks', () => {
  const found = async (StackStatus: string, Tags: object[] = []) =>
    (await stackFindings(answering({ DescribeStacks: { Stacks: [{ StackStatus, Tags }] } }), stage, flags))[0];

  test('are right once complete, unsure on their way, wrong after a rollback', async () => {
    expect(await found('UPDATE_COMPLETE', [{ Key: 'tributary:commit', Value: 'abc' }])).toMatchObject({
      state: 'ok',
      words: 'UPDATE_COMPLETE (tributary:commit abc)',
    });
    expect(await found('UPDATE_IN_PROGRESS')).toMatchObject({ state: 'unsure' });
    for (const status of ['UPDATE_ROLLBACK_COMPLETE', 'ROLLBACK_COMPLETE', 'CREATE_FAILED', 'DELETE_FAILED'])
      expect(await found(status)).toMatchObject({ state: 'wrong', words: `${status}: the last deployment failed` });
  });

  test('that are not there have the command that deploys them; other refusals are thrown', async () => {
    const missing = answering({ DescribeStacks: named('ValidationError', 'Stack with id x does not exist') });
    expect(await stackFindings(missing, stage, flags)).toContainEqual({
      of: 'tributary-ingest-dev',
      state: 'wrong',
      words: 'is not deployed',
      mend: '(cd services/ingest && npx serverless deploy --stage dev)',
    });
    const denied = answering({ DescribeStacks: named('AccessDenied') });
    await expect(stackFindings(denied, stage, flags)).rejects.toThrow('no');
  });
});

describe('buckets', () => {
  const all = {
    HeadBucket: {},
    GetBucketVersioning: { Status: 'Enabled' },
    GetBucketEncryption: { ServerSideEncryptionConfiguration: { Rules: [{}] } },
    GetBucketNotificationConfiguration: { EventBridgeConfiguration: {} },
    GetPublicAccessBlock: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
  };
  const found = (answers: Parameters<typeof answering>[0]) =>
    bucketFindings(answering({ ...all, ...answers }), names, flags);

  test('are right as they were deployed; versions are asked of raw alone', async () => {
    const s3 = answering(all);
    expect(statesOf(await bucketFindings(s3, names, flags))).toEqual(['ok', 'ok', 'ok']);
    expect(s3.asked.filter(({ name }) => name === 'GetBucketVersioning')).toEqual([
      { name: 'GetBucketVersioning', input: { Bucket: 'raw' } },
    ]);
  });

  test.each([
    [{ HeadBucket: named('NotFound') }, 'is not there'],
    [{ GetBucketVersioning: {} }, 'does not keep versions'],
    [{ GetBucketEncryption: named('ServerSideEncryptionConfigurationNotFoundError') }, 'is not encrypted'],
    [{ GetBucketNotificationConfiguration: {} }, 'does not tell EventBridge'],
    [{ GetPublicAccessBlock: named('NoSuchPublicAccessBlockConfiguration') }, 'could be made public'],
    [{ GetPublicAccessBlock: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } } }, 'could be made public'],
  ])('that are otherwise are told: %o', async (answers, words) => {
    const [raw] = await found(answers);
    expect(raw).toMatchObject({
      state: 'wrong',
      words: expect.stringContaining(words),
      mend: expect.stringContaining('services/ingest'),
    });
  });

  test('are private by four settings, each of which is needed', async () => {
    const { PublicAccessBlockConfiguration: closed } = all.GetPublicAccessBlock;
    for (const open of Object.keys(closed)) {
      const PublicAccessBlockConfiguration = { ...closed, [open]: false };
      expect(statesOf(await found({ GetPublicAccessBlock: { PublicAccessBlockConfiguration } }))).toContain('wrong');
    }
  });

  test('that may not be looked at are no fault of theirs', async () => {
    await expect(found({ GetBucketEncryption: named('AccessDenied') })).rejects.toThrow('no');
  });
});

test('databases, work groups and bus that are not there are wrong', async () => {
  const databases = { rawDatabase: 'r', lakeDatabase: 'l' };
  const groups = { workGroup: 'w', datasetsWorkGroup: 'd', enrichWorkGroup: 'e' };
  expect(statesOf(await databaseFindings(answering({ GetDatabase: {} }), databases, flags))).toEqual(['ok', 'ok']);
  const nothing = answering({
    GetDatabase: named('EntityNotFoundException'),
    GetWorkGroup: (input) =>
      'WorkGroup' in input && input.WorkGroup === 'w'
        ? { WorkGroup: { State: 'DISABLED' } }
        : named('InvalidRequestException'),
    DescribeEventBus: named('ResourceNotFoundException'),
  });
  expect(statesOf(await databaseFindings(nothing, databases, flags))).toEqual(['wrong', 'wrong']);
  expect(await workGroupFindings(nothing, groups, flags)).toMatchObject([
    { state: 'wrong', words: expect.stringContaining('switched off') },
    { state: 'wrong', words: 'is not there', mend: expect.stringContaining('services/query') },
    { state: 'wrong', words: 'is not there', mend: expect.stringContaining('services/enrich') },
  ]);
  const enabled = answering({ GetWorkGroup: { WorkGroup: { State: 'ENABLED' } }, DescribeEventBus: { Name: 'b' } });
  expect(statesOf(await workGroupFindings(enabled, groups, flags))).toEqual(['ok', 'ok', 'ok']);
  expect(statesOf(await busFindings(nothing, { bus: 'b' }, flags))).toEqual(['wrong']);
  expect(statesOf(await busFindings(enabled, { bus: 'b' }, flags))).toEqual(['ok']);
});
