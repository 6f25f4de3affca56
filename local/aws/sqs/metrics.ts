import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../kernel/cloud.ts';
import { putServiceMetrics } from '../monitoring/service-metrics.ts';
import type { OpenQueue, SqsStore } from './store.ts';

export type QueueMetric = 'NumberOfMessagesSent' | 'NumberOfMessagesReceived' | 'NumberOfMessagesDeleted';

/** What happens in queues, summed up until the next look at them; and what stands in them. */
export type QueueMetrics = {
  count(queue: string, metric: QueueMetric, value: number): void;
  start(): void;
  stop(): void;
};

/** AWS looks every minute at a queue that was in use in the last six hours; here what is empty and stays so is left out. */
const lookEveryMs = 10_000;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function createQueueMetrics(cloud: Cloud, store: SqsStore): QueueMetrics {
  const counted = new Map<string, Map<QueueMetric, number>>();
  const occupied = new Set<string>();
  let cancel = () => {};
  const put = (queue: OpenQueue, counts: ReadonlyMap<QueueMetric, number>) => {
    const { name } = queue.record;
    const isEmpty = queue.messages.all().length === 0;
    if (isEmpty && counts.size === 0 && !occupied.has(name)) return;
    if (isEmpty) occupied.delete(name);
    else occupied.add(name);
    const happened = [...counts].map(([metric, value]) => datum(metric, value));
    const data = [...standing(queue, cloud.clock.now()), ...happened];
    putServiceMetrics(cloud, { namespace: 'AWS/SQS', dimensions: { QueueName: name }, data });
  };
  const look = () => {
    for (const name of store.queues.keys()) {
      const queue = store.find(name);
      if (queue !== undefined) put(queue, counted.get(name) ?? new Map());
    }
    counted.clear();
    cancel = cloud.clock.after(lookEveryMs, look);
  };
  return {
    count(queue, metric, value) {
      const counts = counted.get(queue) ?? new Map<QueueMetric, number>();
      counted.set(queue, counts.set(metric, (counts.get(metric) ?? 0) + value));
    },
    start() {
      cancel = cloud.clock.after(lookEveryMs, look);
    },
    stop: () => cancel(),
  };
}

const datum = (MetricName: string, Value: number): MetricDatum => ({ MetricName, Value, Unit: 'Count' });

function standing({ messages }: OpenQueue, now: number): MetricDatum[] {
  const { visible, inFlight, delayed } = messages.counts();
  const oldest = messages.all().reduce((least, { sentAt }) => Math.min(least, sentAt), now);
  return [
    datum('ApproximateNumberOfMessagesVisible', visible),
    datum('ApproximateNumberOfMessagesNotVisible', inFlight),
    datum('ApproximateNumberOfMessagesDelayed', delayed),
    { MetricName: 'ApproximateAgeOfOldestMessage', Value: Math.round((now - oldest) / 1_000), Unit: 'Seconds' },
  ];
}
