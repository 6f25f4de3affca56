import { type Replicated, ruleId, type Settings } from './settings.ts';

/**
 * How a bucket is replicated, for its template; nothing where it is not. The replica belongs to the other account; most objects are there
 * within seconds, 99.99 % within 15 minutes (Replication Time Control).
 */
export function replicationConfiguration(settings: Settings | undefined, id: Replicated['id']): object {
  const bucket = settings?.buckets.find((each) => each.id === id);
  if (settings === undefined || bucket === undefined) return { Ref: 'AWS::NoValue' };
  return {
    Role: { 'Fn::GetAtt': ['ReplicationRole', 'Arn'] },
    Rules: bucket.prefixes.map((prefix, at) => ({
      Id: ruleId(bucket, prefix),
      Status: 'Enabled',
      Priority: at + 1,
      Filter: { Prefix: prefix },
      DeleteMarkerReplication: { Status: bucket.deleteMarkers ? 'Enabled' : 'Disabled' },
      Destination: {
        Account: settings.account,
        Bucket: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket.replica}` },
        AccessControlTranslation: { Owner: 'Destination' },
        ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
        Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
      },
    })),
  };
}
