import { type Replicated, ruleId, type Settings } from './settings.ts';

/** Two alarms of each rule: on how far the other account is behind, and on objects that S3 has given up. */
export function replicationAlarms({ buckets }: Settings): Readonly<Record<string, object>> {
  return Object.fromEntries(buckets.flatMap((bucket) => bucket.prefixes.flatMap((prefix) => alarmsOf(bucket, prefix))));
}

type Alarm = readonly [id: string, resource: object];

function alarmsOf(bucket: Replicated, prefix: string): readonly Alarm[] {
  const rule = ruleId(bucket, prefix);
  const what = `${prefix === '' ? 'The lake bucket' : prefix} of the ${bucket.id === 'RawBucket' ? 'raw' : 'lake'} bucket`;
  const common = {
    namespace: 'AWS/S3',
    of: {
      SourceBucket: { Ref: bucket.id },
      DestinationBucket: bucket.replica,
      RuleId: rule,
    },
    seconds: 300,
  };
  const id = rule
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return [
    alarm(`ReplicationLate${id}`, {
      ...common,
      name: `replication-late.${rule}`,
      wrong: `${what} reaches the other account over 15 minutes late.`,
      means: 'Tables there are behind by that; nothing is lost, S3 goes on by itself.',
      begin: 'lake replay replication',
      metric: 'ReplicationLatency',
      statistic: 'Maximum',
      above: 900,
    }),
    alarm(`ReplicationFailed${id}`, {
      ...common,
      name: `replication-failed.${rule}`,
      wrong: `S3 has given up objects of ${what.charAt(0).toLowerCase()}${what.slice(1)}: a permission or a bucket is missing.`,
      means: 'They are missing in the other account and its tables until they are replicated again; here nothing is.',
      begin: 'lake replay replication',
      metric: 'OperationsFailedReplication',
      statistic: 'Sum',
    }),
  ];
}

function alarm(id: string, properties: object): Alarm {
  return [id, { Type: 'Lake::Alarm', Properties: properties }];
}
