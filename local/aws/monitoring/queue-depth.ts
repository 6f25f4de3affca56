import type { Cloud } from '../../kernel/cloud.ts';
import type { Kept } from './alarm-record.ts';
import { watched } from './alarm-record.ts';
import type { MetricStore } from './metric-store.ts';
import { putDatum } from './put-metric-data.ts';

/** The depths of the queues that an alarm watches, as they are now: SQS puts them by the minute. */
export async function sampleQueues(cloud: Cloud, store: MetricStore, alarm: Kept): Promise<void> {
  for (const { MetricStat } of watched(alarm).queries) {
    const { Namespace, MetricName = '', Dimensions = [] } = MetricStat?.Metric ?? {};
    const name = Dimensions.find((dimension) => dimension.Name === 'QueueName')?.Value;
    const attribute = attributes[MetricName];
    if (Namespace !== 'AWS/SQS' || name === undefined || attribute === undefined) continue;
    await sampleQueue(cloud, store, { name, attribute, MetricName });
  }
}

const attributes: Readonly<
  Record<
    string,
    'ApproximateNumberOfMessages' | 'ApproximateNumberOfMessagesNotVisible' | 'ApproximateNumberOfMessagesDelayed'
  >
> = {
  ApproximateNumberOfMessagesVisible: 'ApproximateNumberOfMessages',
  ApproximateNumberOfMessagesNotVisible: 'ApproximateNumberOfMessagesNotVisible',
  ApproximateNumberOfMessagesDelayed: 'ApproximateNumberOfMessagesDelayed',
};

type Depth = {
  readonly name: string;
  readonly attribute: NonNullable<(typeof attributes)[string]>;
  readonly MetricName: string;
};

async function sampleQueue(cloud: Cloud, store: MetricStore, { name, attribute, MetricName }: Depth): Promise<void> {
  if (cloud.service('sqs') === undefined) return;
  try {
    const { QueueUrl } = await cloud.call({ kind: 'admin' }, 'sqs', 'GetQueueUrl', { QueueName: name });
    const AttributeNames = [attribute];
    const { Attributes } = await cloud.call({ kind: 'admin' }, 'sqs', 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames,
    });
    const Value = Number(Attributes?.[attribute] ?? 0);
    const datum = { MetricName, Value, Dimensions: [{ Name: 'QueueName', Value: name }] };
    putDatum(store, 'AWS/SQS', datum, cloud.clock.now());
  } catch (error) {
    cloud.log('debug', `The queue ${name} of an alarm could not be looked at`, { reason: String(error) });
  }
}
