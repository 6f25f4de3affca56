import type { Stage } from '../jobs/place.ts';
import type { Metric } from './metrics.ts';

/** A way by which data come into the lake, and what tells of it. */
export type WayIn = {
  readonly name: 'logs' | 'events' | 'changes' | 'files';
  /** Of the raw bucket. */
  readonly folders: readonly string[];
  /** The queue in which what has landed waits to be read. */
  readonly queue?: string;
  /** What came in as rows or events. */
  readonly rows: readonly Metric[];
  readonly rejected: readonly Metric[];
  /** Seconds between what a record tells of and its being read. */
  readonly behind: readonly Metric[];
  /** Seconds for which the oldest record has waited in a delivery stream. */
  readonly delivery: readonly Metric[];
  /** Milliseconds for which the oldest record has waited in a stream. */
  readonly iterator: readonly Metric[];
};

export function waysIn({ prefix, stage }: Stage): readonly WayIn[] {
  const functionNamed = (service: string, name: string) => `${prefix}-${service}-${stage}-${name}`;
  const counted = (service: string, ...names: readonly string[]) =>
    names.map((name): Metric => ({ ...own, name, dimensions: { service: `${prefix}-${service}` }, statistic: 'Sum' }));
  const own = { namespace: `${prefix}-${stage}` };
  const read = (service: string, way: string) => {
    const of = { ...own, dimensions: { service: `${prefix}-${service}`, way } };
    return {
      rejected: [{ ...of, name: 'RecordsRejected', statistic: 'Sum' }],
      behind: [{ ...of, name: 'SecondsBehind', statistic: 'Maximum' }],
    } as const;
  };
  const deliveries = (...streams: readonly string[]) => streams.map((each) => deliveryOf(`${prefix}-${each}-${stage}`));
  const none = { delivery: [], iterator: [] };
  return [
    {
      name: 'logs',
      folders: ['raw/logs/'],
      queue: functionNamed('ingest', 'parse'),
      rows: counted('ingest', 'Requests', 'Events'),
      ...read('ingest', 'logs'),
      ...none,
      delivery: deliveries('haproxy'),
    },
    {
      name: 'events',
      folders: ['raw/events/'],
      rows: counted('ingest', 'Kept'),
      rejected: counted('ingest', 'Rejected'),
      behind: read('ingest', 'messages').behind,
      delivery: deliveries('events', 'facts'),
      iterator: [iteratorOf(functionNamed('ingest', 'tally'))],
    },
    {
      name: 'changes',
      folders: ['raw/db/'],
      queue: functionNamed('ingest', 'changes'),
      rows: counted('ingest', 'RowsLoaded', 'RowsInserted', 'RowsUpdated', 'RowsDeleted'),
      ...read('ingest', 'changes'),
      ...none,
    },
    {
      name: 'files',
      folders: ['raw/files/', 'raw/saas/'],
      queue: functionNamed('catalog', 'convert'),
      rows: counted('catalog', 'RowsConverted'),
      ...read('catalog', 'files'),
      ...none,
    },
  ];
}

/** All metrics that tell of some ways. */
export function metricsOf(ways: readonly WayIn[]): readonly Metric[] {
  return ways.flatMap(({ rows, rejected, behind, delivery, iterator }) => [
    ...rows,
    ...rejected,
    ...behind,
    ...delivery,
    ...iterator,
  ]);
}

/** How old the oldest message of a queue is, in seconds. */
export function ageOf(queue: string): Metric {
  const dimensions = { QueueName: queue };
  return { namespace: 'AWS/SQS', name: 'ApproximateAgeOfOldestMessage', dimensions, statistic: 'Maximum' };
}

function deliveryOf(stream: string): Metric {
  const dimensions = { DeliveryStreamName: stream };
  return { namespace: 'AWS/Firehose', name: 'DeliveryToS3.DataFreshness', dimensions, statistic: 'Maximum' };
}

function iteratorOf(name: string): Metric {
  return { namespace: 'AWS/Lambda', name: 'IteratorAge', dimensions: { FunctionName: name }, statistic: 'Maximum' };
}
