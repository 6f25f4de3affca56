import { beforeAll, describe, expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { type Packaged, packageService } from './package-service.ts';
import { byType, find, policyStatements, strings } from './template.ts';

type Resources = Packaged['template']['Resources'];

describe('DMS of the packaged service ingest', () => {
  let none: Resources;
  let full: Resources;
  beforeAll(async () => {
    none = (await packageService('ingest', 'dev')).template.Resources;
    full = (await packageService('ingest', 'dev', fullParameters('ingest'))).template.Resources;
  });

  test('is not there without dmsHost, and no role that it could have', () => {
    expect(Object.keys(none).filter((id) => id.startsWith('Dms'))).toEqual([]);
    expect(Object.values(none).filter(({ Type }) => Type.startsWith('AWS::DMS::'))).toEqual([]);
    expect(strings(none).filter((text) => /^dms$|^dms\.|^aws\.dms$|^AWS\/DMS$/.test(text))).toEqual([]);
    const named = strings(full).filter((text) => /^dms$|^dms\.|^aws\.dms$|^AWS\/DMS$/.test(text));
    expect(new Set(named)).toEqual(new Set(['dms', 'dms.amazonaws.com', 'aws.dms', 'AWS/DMS']));
  });

  test('reads the database for each source of changes.yml, in the network of its parameters', () => {
    const replications = byType(full, 'AWS::DMS::ReplicationConfig');
    expect(replications.map(({ id }) => id)).toEqual(['DmsReplicationShop', 'DmsReplicationCrm']);
    for (const { properties } of replications) {
      expect(properties).toMatchObject({
        ReplicationType: 'full-load-and-cdc',
        ComputeConfig: { MinCapacityUnits: 1, MaxCapacityUnits: 16, VpcSecurityGroupIds: ['sg-0123456789abcdef0'] },
      });
      expect(find(full, 'AWS::DMS::Endpoint', properties.SourceEndpointArn)?.properties).toMatchObject({
        ...{ EngineName: 'postgres', EndpointType: 'source', DatabaseName: 'shop', SslMode: 'verify-full' },
        PostgreSqlSettings: { SecretsManagerSecretId: fullParameters('ingest').values.dmsSecretArn },
      });
      expect(find(full, 'AWS::DMS::Endpoint', properties.TargetEndpointArn)?.properties).toMatchObject({
        EngineName: 's3',
        S3Settings: { BucketName: { Ref: 'RawBucket' }, BucketFolder: 'raw/db', TimestampColumnName: 'dms_ts' },
      });
    }
    const subnets = byType(full, 'AWS::DMS::ReplicationSubnetGroup').map(({ properties }) => properties.SubnetIds);
    expect(subnets).toEqual([['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1']]);
  });

  test('may read the one secret, and write below raw/db/ of the raw bucket', () => {
    const statements = policyStatements(full)
      .filter(({ where }) => where.startsWith('Dms'))
      .map(({ where, statement: { Action, Resource } }) => [where, Action, Resource]);
    expect(statements).toEqual(
      expect.arrayContaining([
        [
          'DmsSecretRole',
          ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
          [fullParameters('ingest').values.dmsSecretArn],
        ],
        [
          'DmsTargetRole',
          ['s3:PutObject', 's3:DeleteObject', 's3:PutObjectTagging'],
          [{ 'Fn::Sub': expect.stringMatching(/^\$\{RawBucket\.Arn\}\/raw\/db\/\*$/) }],
        ],
        ['DmsTargetRole', ['s3:ListBucket'], [{ 'Fn::GetAtt': ['RawBucket', 'Arn'] }]],
      ]),
    );
  });

  test('is heard of when it is late, stands still or fails', () => {
    const of = (metric: string) =>
      byType(full, 'AWS::CloudWatch::Alarm')
        .filter(({ properties }) => properties.MetricName === metric && properties.Namespace === 'AWS/DMS')
        .map(({ properties: { AlarmName, TreatMissingData } }) => [AlarmName, TreatMissingData]);
    expect(of('CDCLatencySource')).toEqual([
      ['tributary-ingest-dev-dms-source-late.shop', 'breaching'],
      ['tributary-ingest-dev-dms-source-late.crm', 'breaching'],
    ]);
    expect(of('CDCLatencyTarget')).toEqual([
      ['tributary-ingest-dev-dms-target-late.shop', 'notBreaching'],
      ['tributary-ingest-dev-dms-target-late.crm', 'notBreaching'],
    ]);
    const [failed] = byType(full, 'AWS::Events::Rule').filter(({ id }) => id === 'DmsFailed');
    expect(failed?.properties).toMatchObject({
      EventPattern: {
        'detail-type': ['DMS Replication State Change'],
        resources: ['DmsReplicationShop', 'DmsReplicationCrm'].map((id) => ({
          'Fn::GetAtt': [id, 'ReplicationConfigArn'],
        })),
      },
      Targets: [{ Arn: { 'Fn::GetAtt': ['DmsDeadLetters', 'Arn'] } }],
    });
    expect(find(full, 'AWS::SQS::Queue', failed?.properties.Targets)?.id).toBe('DmsDeadLetters');
    expect(JSON.stringify(full.DmsDeadLettersPolicy)).toContain('{"Fn::GetAtt":["DmsFailed","Arn"]}');
  });
});
