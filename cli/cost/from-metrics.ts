import { fixed, type Growth, linear, ofBuffer, ofRecords, ofShards } from './growth.ts';
import type { Meter } from './prices.ts';
import type { Measured } from './read-metrics.ts';
import type { Usage } from './usage.ts';

/** What metrics do not say of the lake's resources. */
export type Surroundings = {
  /** What a resource is for, by its name. */
  readonly wayOf: (name: string) => string | undefined;
  readonly memoryOf: (functionName: string) => FunctionSize | undefined;
  /** Of a stream of shards their number; 0 of one on demand. */
  readonly shardsOf: (stream: string) => number;
  /** So long was the day, so far. */
  readonly hours: number;
};

export type FunctionSize = { readonly megabytes: number; readonly isArm: boolean };

/** CloudWatch Logs counts each event with so many bytes more than its text. */
const eventBytes = 26;
const kilobyte = 1024;
/** Firehose writes an object of so much, or when a minute is over; as `bufferMegabytes` has it. */
const bufferBytes = 64 * 1024 ** 2;
/** Of a function that makes rows of an object: its files, receipts and notes, and looking for those that are there. */
const requestsPerObject = 8;
const makesRows = /-(?:parse-logs|parse-direct|land-changes|convert)$/;

type Of = {
  readonly name: string;
  readonly value: (metric: string) => number;
  readonly samples: (metric: string) => number;
};
type Part = readonly [what: string, meter: Meter, growth: Growth, from?: Usage['from']];

/** What a day used, by its metrics. */
export function usagesOf(measured: readonly Measured[], surroundings: Surroundings): readonly Usage[] {
  const resources = new Map<string, Measured[]>();
  for (const each of measured) {
    const key = `${each.namespace}\n${each.name}`;
    resources.set(key, [...(resources.get(key) ?? []), each]);
  }
  return [...resources.values()].flatMap((metrics) => {
    const [{ namespace = '', name = '' } = {}] = metrics;
    const way = surroundings.wayOf(name);
    if (way === undefined) return [];
    const of = (metric: string, key: 'sum' | 'samples') =>
      metrics.filter((each) => each.metric === metric).reduce((sum, each) => sum + each[key], 0);
    const resource: Of = { name, value: (metric) => of(metric, 'sum'), samples: (metric) => of(metric, 'samples') };
    const parts = readers[namespace]?.(resource, surroundings) ?? [];
    return parts.map(([what, meter, growth, from = 'metrics']) => ({
      way,
      what: `${what} ${name}`,
      meter,
      growth,
      from,
    }));
  });
}

const readers: Readonly<Record<string, (of: Of, surroundings: Surroundings) => readonly Part[]>> = {
  'AWS/Logs': ({ value }) => [
    ['CloudWatch Logs', 'logBytes', linear(value('IncomingBytes') + eventBytes * value('IncomingLogEvents'))],
  ],
  'AWS/Firehose': deliveryStream,
  'AWS/Kinesis': eventStream,
  'AWS/Lambda': lambda,
  'AWS/SQS': ({ value }) => [
    ['SQS', 'queueRequests', linear(queueRequests.reduce((sum, each) => sum + value(each), 0))],
  ],
  'AWS/Events': ({ value }) => [['EventBridge', 'events', linear(value('MatchedEvents'))]],
  'AWS/Athena': ({ value, samples }) => [
    ['Athena', 'scannedBytes', ofQueries(value('ProcessedBytes'), samples('ProcessedBytes'))],
  ],
  'AWS/AppFlow': ({ value }) => [['AppFlow', 'flowRuns', fixed(value('FlowExecutionsStarted'))]],
};

/** Each message is sent, received and deleted by a request; batches make them fewer. */
const queueRequests = [
  'NumberOfMessagesSent',
  'NumberOfMessagesReceived',
  'NumberOfMessagesDeleted',
  'NumberOfEmptyReceives',
] as const;

/** By what comes in; by what is delivered where that is not measured. */
function deliveryStream({ value, samples }: Of): readonly Part[] {
  const [incoming] = (
    [
      ['IncomingBytes', 'IncomingRecords'],
      ['DataReadFromKinesisStream.Bytes', 'DataReadFromKinesisStream.Records'],
      ['DeliveryToS3.Bytes', 'DeliveryToS3.Records'],
    ] as const
  )
    .map(([bytes, records]) => ({ bytes: value(bytes), records: value(records) }))
    .filter(({ bytes }) => bytes > 0);
  const files = samples('DeliveryToS3.Success');
  return [
    ...(incoming === undefined ? [] : [['Firehose', 'firehoseBytes', ofRecords(incoming, 5 * kilobyte)] as const]),
    ['S3 PUTs of', 'puts', ofBuffer({ bytes: value('DeliveryToS3.Bytes'), files }, bufferBytes)],
  ];
}

function eventStream({ name, value }: Of, { shardsOf, hours }: Surroundings): readonly Part[] {
  const incoming = { bytes: value('IncomingBytes'), records: value('IncomingRecords') };
  const shards = shardsOf(name);
  if (shards > 0)
    return [
      ['Kinesis shards', 'shardHours', ofShards({ ...incoming, shards, hours })],
      ['Kinesis records', 'putUnits', linear(ofRecords(incoming, 25 * kilobyte).at(1) / (25 * kilobyte))],
    ];
  return [
    ['Kinesis stream', 'streamHours', fixed(hours)],
    ['Kinesis in', 'streamBytes', ofRecords(incoming, kilobyte)],
    ['Kinesis out', 'streamReadBytes', linear(value('GetRecords.Bytes'))],
  ];
}

function lambda({ name, value }: Of, { memoryOf }: Surroundings): readonly Part[] {
  const size = memoryOf(name);
  const calls = value('Invocations');
  const seconds = (value('Duration') / 1_000) * ((size?.megabytes ?? 0) / 1_024);
  return [
    ['Lambda time', size?.isArm === false ? 'x86Seconds' : 'armSeconds', linear(seconds)],
    ['Lambda calls', 'calls', linear(calls)],
    ...(makesRows.test(name)
      ? [['S3 requests of', 'puts', linear(calls * requestsPerObject), 'estimate'] as const]
      : []),
  ];
}

/** Of statements whose sum and number alone are known: each has the average. */
function ofQueries(bytes: number, queries: number): Growth {
  const least = queries * 10 * 1024 ** 2;
  return { kind: 'steps', at: (times) => Math.max(bytes * times, least) };
}
