import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { putServiceMetrics } from '../monitoring/service-metrics.ts';
import type { DeliveryStream } from './store.ts';

/** One try of a buffer: what it held, and how old the oldest of it was. */
export type DeliveryTry = {
  readonly succeeded: boolean;
  readonly records: number;
  readonly bytes: number;
  readonly oldest: number;
};

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html: DeliveryToS3, as one try gives it. */
export function recordDelivery(cloud: Cloud, stream: DeliveryStream, { succeeded, ...held }: DeliveryTry): void {
  const ageSeconds = Math.max(0, (cloud.clock.now() - held.oldest) / 1_000);
  put(cloud, stream, [
    { MetricName: 'DeliveryToS3.Success', Value: succeeded ? 1 : 0, Unit: 'Count' },
    { MetricName: 'DeliveryToS3.DataFreshness', Value: ageSeconds, Unit: 'Seconds' },
    ...(succeeded
      ? ([
          { MetricName: 'DeliveryToS3.Records', Value: held.records, Unit: 'Count' },
          { MetricName: 'DeliveryToS3.Bytes', Value: held.bytes, Unit: 'Bytes' },
        ] as const)
      : []),
  ]);
}

/** One batch that a stream's function had to transform: whether it was invoked in vain, after all retries. */
export function recordProcessing(cloud: Cloud, stream: DeliveryStream, succeeded: boolean, records: number): void {
  put(cloud, stream, [
    { MetricName: 'ExecuteProcessing.Success', Value: succeeded ? 1 : 0, Unit: 'Count' },
    { MetricName: 'SucceedProcessing.Records', Value: records, Unit: 'Count' },
  ]);
}

function put(cloud: Cloud, { name }: DeliveryStream, data: readonly MetricDatum[]): void {
  putServiceMetrics(cloud, { namespace: 'AWS/Firehose', dimensions: { DeliveryStreamName: name }, data });
}
