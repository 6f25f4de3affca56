import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { ReplicationRule } from '@aws-sdk/client-s3';
import type { BucketRecord, ObjectVersion } from '../record.ts';
import type { S3 } from '../s3.ts';
import { ruleFor } from './rule-for.ts';

/** The metrics of rules that want them (https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html). */
export type Lag = {
  failed(bucket: string, rule: ReplicationRule): void;
  /** As it is now, and how many failed since the last reading. */
  read(now: number): MetricDatum[];
};

export function createLag({ store }: Pick<S3, 'store'>): Lag {
  const failures = new Map<string, number>();
  const nameOf = (bucket: string, { ID }: ReplicationRule) => `${bucket} ${ID}`;
  return {
    failed(bucket, rule) {
      const name = nameOf(bucket, rule);
      failures.set(name, (failures.get(name) ?? 0) + 1);
    },
    read(now) {
      const data = [...store.buckets.values()].flatMap((bucket) =>
        measuredRules(bucket).flatMap((rule) =>
          dataOf(bucket.name, rule, {
            now,
            pending: pendingOf(store, bucket, rule),
            failed: failures.get(nameOf(bucket.name, rule)) ?? 0,
          }),
        ),
      );
      failures.clear();
      return data;
    },
  };
}

function measuredRules({ replication }: BucketRecord): readonly ReplicationRule[] {
  return (replication?.Rules ?? []).filter(
    ({ Status, Destination }) => Status === 'Enabled' && Destination?.Metrics?.Status === 'Enabled',
  );
}

function pendingOf(store: S3['store'], bucket: BucketRecord, rule: ReplicationRule): readonly ObjectVersion[] {
  const index = store.index(bucket.name);
  return index.keys
    .flatMap((key) => index.versions(key).filter(({ replication }) => replication === 'PENDING'))
    .filter((version) => ruleFor(bucket, version)?.ID === rule.ID);
}

type Measured = { readonly now: number; readonly pending: readonly ObjectVersion[]; readonly failed: number };

function dataOf(bucket: string, { ID, Destination }: ReplicationRule, { now, pending, failed }: Measured) {
  const Dimensions = [
    { Name: 'SourceBucket', Value: bucket },
    { Name: 'DestinationBucket', Value: (Destination?.Bucket ?? '').replace(/^arn:[\w-]+:s3:::/, '') },
    { Name: 'RuleId', Value: ID ?? '' },
  ];
  const oldest = Math.min(now, ...pending.map(({ lastModified }) => lastModified));
  const bytes = pending.reduce((sum, version) => sum + (version.deleteMarker ? 0 : version.size), 0);
  const datum = (MetricName: string, Value: number, Unit: 'Seconds' | 'Count' | 'Bytes'): MetricDatum => ({
    MetricName,
    Dimensions,
    Value,
    Unit,
    Timestamp: new Date(now),
  });
  return [
    datum('ReplicationLatency', (now - oldest) / 1000, 'Seconds'),
    datum('OperationsPendingReplication', pending.length, 'Count'),
    datum('BytesPendingReplication', bytes, 'Bytes'),
    datum('OperationsFailedReplication', failed, 'Count'),
  ];
}
