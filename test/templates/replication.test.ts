import { describe, expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { packageService } from './package-service.ts';
import { byType, policyStatements, strings } from './template.ts';

const off = { Ref: 'AWS::NoValue' };
const role = `tributary-ingest-dev-replication-\${AWS::Region}`;

describe('without another account', () => {
  test('the packaged service ingest replicates nothing, and takes no replicas', async () => {
    const { Resources } = (await packageService('ingest', 'dev')).template;
    expect(Resources.RawBucket?.Properties.ReplicationConfiguration).toEqual(off);
    expect(strings(Resources).filter((text) => /s3:\w*Replicat|batchoperations/.test(text))).toEqual([]);
    expect(Object.keys(Resources)).not.toContain('LakeBucket');
    expect(byType(Resources, 'AWS::CloudWatch::Alarm').filter(({ id }) => id.startsWith('Replication'))).toEqual([]);
  });

  test('the packaged service catalog makes no raw bucket, and keeps no versions of the lake bucket', async () => {
    const { Resources } = (await packageService('catalog', 'dev')).template;
    expect(Object.keys(Resources)).not.toContain('RawBucket');
    expect(Resources.LakeBucket?.Properties.VersioningConfiguration).toEqual(off);
    expect(JSON.stringify(Resources.LakeBucketPolicy)).not.toContain('s3:Replicate');
  });
});

describe('the account that replicates', () => {
  const packaged = async () => (await packageService('ingest', 'dev', fullParameters('ingest'))).template.Resources;

  test('has a rule for each prefix: within 15 minutes, measured, owned over there, delete markers of the lake bucket alone', async () => {
    const Resources = await packaged();
    const there = `arn:\${AWS::Partition}:s3:::`;
    const destination = (bucket: string) => ({
      Account: '210987654321',
      Bucket: { 'Fn::Sub': `${there}${bucket}` },
      AccessControlTranslation: { Owner: 'Destination' },
      ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
      Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
    });
    const rule = (Id: string, Priority: number, Prefix: string, markers: string, bucket: string) => ({
      Id,
      Status: 'Enabled',
      Priority,
      Filter: { Prefix },
      DeleteMarkerReplication: { Status: markers },
      Destination: destination(bucket),
    });
    expect(Resources.RawBucket?.Properties.ReplicationConfiguration).toEqual({
      Role: { 'Fn::GetAtt': ['ReplicationRole', 'Arn'] },
      Rules: [
        rule('raw', 1, 'raw/', 'Disabled', 'copy-of-raw-210987654321'),
        rule('parked', 2, 'parked/', 'Disabled', 'copy-of-raw-210987654321'),
      ],
    });
    expect(Resources.LakeBucket?.Properties.ReplicationConfiguration).toMatchObject({
      Rules: [rule('lake', 1, '', 'Enabled', 'tributary-lake-dev-210987654321')],
    });
    expect(Resources.LakeBucket?.Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  test('lets the role do what replication takes and no more, and only S3 have it', async () => {
    const Resources = await packaged();
    expect(Resources.ReplicationRole?.Properties.RoleName).toEqual({ 'Fn::Sub': role });
    const statements = policyStatements(Resources).filter(({ where }) => where === 'ReplicationRole');
    const allowed = statements.flatMap(({ statement }) =>
      strings(statement.Action).flatMap((action) => strings(statement.Resource).map((on) => `${action} ${on}`)),
    );
    const raw = `arn:\${AWS::Partition}:s3:::tributary-raw-dev-\${AWS::AccountId}`;
    const copy = `arn:\${AWS::Partition}:s3:::copy-of-raw-210987654321`;
    expect(allowed.filter((each) => !each.includes('-lake-'))).toEqual([
      `s3:GetReplicationConfiguration ${raw}`,
      `s3:ListBucket ${raw}`,
      ...['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'].flatMap(
        (action) => [`${action} ${raw}/raw/*`, `${action} ${raw}/parked/*`],
      ),
      ...['s3:ReplicateObject', 's3:ReplicateTags', 's3:ObjectOwnerOverrideToBucketOwner'].flatMap((action) => [
        `${action} ${copy}/raw/*`,
        `${action} ${copy}/parked/*`,
      ]),
    ]);
    expect(JSON.stringify(Resources.ReplicationRole?.Properties.AssumeRolePolicyDocument)).toContain(
      '"s3.amazonaws.com"',
    );
  });

  test('is told of each rule that is late, and of what S3 has given up, by the page of its name', async () => {
    const alarms = byType(await packaged(), 'AWS::CloudWatch::Alarm').filter(({ id }) => id.startsWith('Replication'));
    const told = alarms.map(({ properties }) => [properties.AlarmName, properties.MetricName, properties.Threshold]);
    expect(told).toEqual(
      ['raw', 'parked', 'lake'].flatMap((rule) => [
        [`tributary-ingest-dev-replication-late.${rule}`, 'ReplicationLatency', 900],
        [`tributary-ingest-dev-replication-failed.${rule}`, 'OperationsFailedReplication', 0],
      ]),
    );
    for (const { properties } of alarms) {
      const page = /ingest-dev-([a-z-]+)/.exec(String(properties.AlarmName))?.[1];
      expect(properties.AlarmDescription).toMatch(
        new RegExp(
          `^Wrong: .*\nMeans: .*\nBegin: npx lake replay replication --stage dev\nPage: docs/runbook/${page}.md$`,
        ),
      );
    }
  });
});

describe('the account that receives', () => {
  test.each([
    ['catalog', 'RawBucket'],
    ['catalog', 'LakeBucket'],
    ['ingest', 'RawBucket'],
  ] as const)(
    "%s: the policy of %s lets the other account's role put replicas, and nobody else",
    async (service, id) => {
      const { Resources } = (await packageService(service, 'dev', fullParameters(service))).template;
      expect(Resources[id]?.Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(Resources[`${id}Policy`]?.Properties.PolicyDocument).toMatchObject({
        Statement: expect.arrayContaining([
          {
            Sid: 'Replicas',
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::321098765432:root` } },
            Action: [
              's3:ReplicateObject',
              's3:ReplicateDelete',
              's3:ReplicateTags',
              's3:ObjectOwnerOverrideToBucketOwner',
            ],
            Resource: { 'Fn::Sub': `\${${id}.Arn}/*` },
            Condition: {
              ArnEquals: {
                'aws:PrincipalArn': { 'Fn::Sub': `arn:\${AWS::Partition}:iam::321098765432:role/${role}` },
              },
            },
          },
        ]),
      });
    },
  );
});
