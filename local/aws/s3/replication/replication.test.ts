import { describe, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import {
  allow,
  bodyAt,
  call,
  clouds,
  destinationActions,
  from,
  mayReplicate,
  permit,
  put,
  replicateBy,
  rule,
  settled,
  statusOf,
  target,
  to,
  useTwoAccounts,
} from './two-accounts-for-tests.ts';

useTwoAccounts();

describe("a bucket that replicates to another account's", () => {
  test('brings each object of the prefix there as it is: version id, time, metadata, tags and bytes', async () => {
    await replicateBy(rule);
    const Body = Buffer.alloc(300_000, 'x').toString();
    const { VersionId } = await call(admin, 's3', 'PutObject', {
      Bucket: from,
      Key: 'raw/a',
      Body,
      Metadata: { m: '1' },
      Tagging: 'k=v',
      ContentType: 'text/plain',
    });
    expect(await statusOf('raw/a')).toBe('PENDING');
    await put('other/a');
    await settled('raw/a').toBe('COMPLETED');
    expect(await statusOf('other/a')).toBeUndefined();
    expect(await bodyAt('raw/a', VersionId)).toBe(Body);
    const here = await call(admin, 's3', 'HeadObject', { Bucket: from, Key: 'raw/a' });
    const there = await clouds.destination().cloud.call(admin, 's3', 'HeadObject', { Bucket: to, Key: 'raw/a' });
    expect(there).toEqual({ ...here, ReplicationStatus: 'REPLICA' });
    const { TagSet } = await clouds
      .destination()
      .cloud.call(admin, 's3', 'GetObjectTagging', { Bucket: to, Key: 'raw/a' });
    expect(TagSet).toEqual([{ Key: 'k', Value: 'v' }]);
    await expect(bodyAt('other/a')).rejects.toMatchObject({ code: 'NoSuchKey' });
  });

  test('tells EventBridge over there that an object was created, once, also when its tags change later', async () => {
    const events: string[] = [];
    const there = clouds.destination().cloud;
    await there.call(admin, 'sqs', 'CreateQueue', { QueueName: 'q' });
    const QueueUrl = `${there.endpoint}/111111111111/q`;
    const queueArn = 'arn:aws:sqs:eu-west-1:111111111111:q';
    const Statement = [{ ...allow(['sqs:SendMessage'], queueArn), Principal: { Service: 'events.amazonaws.com' } }];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await there.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
    await there.call(admin, 'events', 'PutRule', { Name: 'r', EventPattern: '{"source":["aws.s3"]}' });
    await there.call(admin, 'events', 'PutTargets', { Rule: 'r', Targets: [{ Id: 'q', Arn: queueArn }] });
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await there.call(admin, 's3', 'PutBucketNotificationConfiguration', { Bucket: to, NotificationConfiguration });
    await replicateBy(rule);
    const { VersionId } = await put('raw/a');
    await settled('raw/a').toBe('COMPLETED');
    const Tagging = { TagSet: [{ Key: 'k', Value: 'later' }] };
    await call(admin, 's3', 'PutObjectTagging', { Bucket: from, Key: 'raw/a', Tagging });
    await settled('raw/a').toBe('COMPLETED');
    const tags = await there.call(admin, 's3', 'GetObjectTagging', { Bucket: to, Key: 'raw/a' });
    expect(tags.TagSet).toEqual(Tagging.TagSet);
    const receive = async () => {
      const { Messages = [] } = await there.call(admin, 'sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
      events.push(...Messages.map(({ Body = '' }) => Body));
      return events.length;
    };
    await expect.poll(receive, { timeout: 5_000 }).toBe(1);
    expect(JSON.parse(events[0] ?? '')).toMatchObject({
      account: '111111111111',
      'detail-type': 'Object Created',
      detail: { reason: 'PutObject', bucket: { name: to }, object: { key: 'raw/a', size: 5, 'version-id': VersionId } },
    });
  });

  test('fails for good where the bucket over there does not let the role in, and goes on with what comes after it does', async () => {
    await replicateBy(rule);
    await permit(['s3:ReplicateDelete']);
    await put('raw/refused');
    await settled('raw/refused').toBe('FAILED');
    await permit(['s3:ReplicateObject']);
    await put('raw/owner');
    await settled('raw/owner').toBe('FAILED');
    await permit(destinationActions);
    await put('raw/after');
    await settled('raw/after').toBe('COMPLETED');
    expect(await statusOf('raw/refused')).toBe('FAILED');
    await expect(bodyAt('raw/refused')).rejects.toMatchObject({ code: 'NoSuchKey' });
  });

  test("fails where the role's own account does not let it, or does not let S3 have it", async () => {
    await replicateBy(rule);
    await mayReplicate(['s3:ReplicateDelete', 's3:ObjectOwnerOverrideToBucketOwner']);
    await put('raw/refused');
    await settled('raw/refused').toBe('FAILED');
    await mayReplicate(destinationActions);
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await call(admin, 'iam', 'UpdateAssumeRolePolicy', { RoleName: 'replicator', PolicyDocument });
    await put('raw/distrusted');
    await settled('raw/distrusted').toBe('FAILED');
  });

  test('fails where the bucket is of another owner than the rule expects', async () => {
    await replicateBy({ ...rule, Destination: { ...target, Account: '222222222222' } });
    await put('raw/stranger');
    await settled('raw/stranger').toBe('FAILED');
    await replicateBy({ ...rule, Destination: target });
    await put('raw/known');
    await settled('raw/known').toBe('COMPLETED');
  });

  test('keeps what cannot be reached PENDING, also over a restart, and brings it in the order of its versions', async () => {
    await replicateBy(rule);
    clouds.source().cloud.faults.add({ at: 's3:replicate', kind: 'error', match: 'raw/a' });
    const first = await put('raw/a', 'first');
    const second = await put('raw/a', 'second');
    await put('raw/b');
    await settled('raw/b').toBe('COMPLETED');
    expect(await statusOf('raw/a')).toBe('PENDING');
    await clouds.restartSource(['http://127.0.0.1:9', clouds.destination().endpoint]);
    await settled('raw/a').toBe('COMPLETED');
    await settled('raw/a', first.VersionId).toBe('COMPLETED');
    expect(await bodyAt('raw/a')).toBe('second');
    expect(await bodyAt('raw/a', second.VersionId)).toBe('second');
    expect(await bodyAt('raw/a', first.VersionId)).toBe('first');
  });

  test('waits for an account that does not answer, rather than fail', async () => {
    await clouds.restartSource(['http://127.0.0.1:9']);
    await replicateBy(rule);
    await put('raw/a');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await statusOf('raw/a')).toBe('PENDING');
  });

  test('replicates a delete marker where the rule says so, and never that a version was deleted', async () => {
    const marked = { ...rule, ID: 'lake', Priority: 2, Filter: { Prefix: 'raw/lake/' } };
    await replicateBy(rule, { ...marked, DeleteMarkerReplication: { Status: 'Enabled' } });
    for (const Key of ['raw/a', 'raw/lake/a', 'raw/lake/b']) await put(Key);
    for (const Key of ['raw/a', 'raw/lake/a', 'raw/lake/b']) await settled(Key).toBe('COMPLETED');
    const { VersionId = '' } = await call(admin, 's3', 'HeadObject', { Bucket: from, Key: 'raw/lake/b' });
    await call(admin, 's3', 'DeleteObject', { Bucket: from, Key: 'raw/lake/b', VersionId });
    for (const Key of ['raw/a', 'raw/lake/a']) await call(admin, 's3', 'DeleteObject', { Bucket: from, Key });
    await expect.poll(() => bodyAt('raw/lake/a').catch(({ code }) => code)).toBe('NoSuchKey');
    expect(await bodyAt('raw/a')).toBe('raw/a');
    expect(await bodyAt('raw/lake/b')).toBe('raw/lake/b');
  });

  test('tells CloudWatch how many wait, for how long, and how many failed', async () => {
    await replicateBy(rule);
    clouds.source().cloud.faults.add({ at: 's3:replicate', kind: 'error', match: 'raw/late' });
    await permit([]).catch(() => permit(['s3:ReplicateDelete']));
    await put('raw/late');
    await put('raw/refused');
    await settled('raw/refused').toBe('FAILED');
    const Dimensions = [
      { Name: 'SourceBucket', Value: from },
      { Name: 'DestinationBucket', Value: to },
      { Name: 'RuleId', Value: 'raw' },
    ];
    const maximum = async (MetricName: string) => {
      const { Datapoints = [] } = await call(admin, 'monitoring', 'GetMetricStatistics', {
        Namespace: 'AWS/S3',
        MetricName,
        Dimensions,
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 60,
        Statistics: ['Maximum'],
      });
      return Math.max(...Datapoints.map(({ Maximum = 0 }) => Maximum));
    };
    await expect.poll(() => maximum('OperationsPendingReplication'), { timeout: 15_000 }).toBe(1);
    expect(await maximum('OperationsFailedReplication')).toBe(1);
    expect(await maximum('BytesPendingReplication')).toBe(8);
    expect(await maximum('ReplicationLatency')).toBeGreaterThan(0);
  });
});
