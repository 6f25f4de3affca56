import type { Metric, MetricAsked, Statistic } from '../aws/monitoring.ts';
import type { FlowNode } from './nodes.ts';

/** A metric that tells something of a node. */
export type Measure = {
  readonly node: string;
  /** What it counts, what went wrong, or how late something is. */
  readonly as: 'count' | 'failed' | 'lag';
  /** One of it: `record`. */
  readonly unit: string;
  /** Of a lag: the milliseconds of its unit. */
  readonly millis?: number;
  readonly metric: MetricAsked;
};

type Own = readonly [as: Measure['as'], unit: string, name: string, statistic: Statistic, millis?: number];

const second = 1_000;

/** AWS's own metrics of each kind of node, and the dimension by which it is named. */
const ofAws: Readonly<
  Record<string, { readonly namespace: string; readonly dimension: string; readonly own: readonly Own[] }>
> = {
  'log group': {
    namespace: 'AWS/Logs',
    dimension: 'LogGroupName',
    own: [['count', 'line', 'IncomingLogEvents', 'Sum']],
  },
  stream: {
    namespace: 'AWS/Kinesis',
    dimension: 'StreamName',
    own: [
      ['count', 'record', 'IncomingRecords', 'Sum'],
      ['failed', 'throttle', 'WriteProvisionedThroughputExceeded', 'Sum'],
      ['lag', 'behind', 'GetRecords.IteratorAgeMilliseconds', 'Maximum', 1],
    ],
  },
  delivery: {
    namespace: 'AWS/Firehose',
    dimension: 'DeliveryStreamName',
    own: [
      ['count', 'record', 'DeliveryToS3.Records', 'Sum'],
      ['lag', 'undelivered', 'DeliveryToS3.DataFreshness', 'Maximum', second],
    ],
  },
  queue: {
    namespace: 'AWS/SQS',
    dimension: 'QueueName',
    own: [
      ['count', 'message', 'NumberOfMessagesSent', 'Sum'],
      ['lag', 'waiting', 'ApproximateAgeOfOldestMessage', 'Maximum', second],
    ],
  },
  function: {
    namespace: 'AWS/Lambda',
    dimension: 'FunctionName',
    own: [
      ['count', 'run', 'Invocations', 'Sum'],
      ['failed', 'error', 'Errors', 'Sum'],
      ['failed', 'throttle', 'Throttles', 'Sum'],
    ],
  },
  topic: {
    namespace: 'AWS/SNS',
    dimension: 'TopicName',
    own: [
      ['count', 'notice', 'NumberOfMessagesPublished', 'Sum'],
      ['failed', 'lost notice', 'NumberOfNotificationsFailed', 'Sum'],
    ],
  },
};

/** Of tables, as the lake's own functions write them. */
const ofTables: readonly Own[] = [
  ['count', 'row', 'RowsWritten', 'Sum'],
  ['failed', 'unit set aside', 'UnitsSetAside', 'Sum'],
  ['lag', 'behind', 'SecondsBehind', 'Maximum', second],
];

/** What is to be asked of CloudWatch about these nodes. `written` are the metrics of the lake's own namespace: of tables, those alone are asked. */
export function measuresOf(nodes: readonly FlowNode[], written: readonly Metric[]): readonly Measure[] {
  const byTable = new Map(
    written.flatMap((metric) => {
      const { table, ...rest } = metric.dimensions;
      return table === undefined || Object.keys(rest).some((name) => name !== 'service')
        ? []
        : [[`${table}\n${metric.name}`, metric]];
    }),
  );
  return nodes.flatMap((node) => [...ofKind(node), ...ofTable(node, byTable)]);
}

function ofKind({ id, kind, name }: FlowNode): readonly Measure[] {
  const known = ofAws[kind];
  if (known === undefined) return [];
  const { namespace, dimension, own } = known;
  return own.map(([as, unit, metric, statistic, millis]) => ({
    ...{ node: id, as, unit, metric: { namespace, name: metric, dimensions: { [dimension]: name }, statistic } },
    ...(millis === undefined ? {} : { millis }),
  }));
}

function ofTable({ id, title, table }: FlowNode, byTable: ReadonlyMap<string, Metric>): readonly Measure[] {
  if (table === undefined) return [];
  return ofTables.flatMap(([as, unit, name, statistic, millis]) => {
    const metric = byTable.get(`${title}\n${name}`);
    if (metric === undefined) return [];
    return [
      { ...{ node: id, as, unit, metric: { ...metric, statistic } }, ...(millis === undefined ? {} : { millis }) },
    ];
  });
}

/** How often each rule sent what it took; of a rule of another bus than the default one, its bus is named too. */
export function measuresOfRules(rules: readonly FlowNode[], bus: string): readonly Measure[] {
  return rules.map(({ id, name, isOnLakeBus }) => {
    const dimensions = isOnLakeBus === true ? { EventBusName: bus, RuleName: name } : { RuleName: name };
    return {
      node: id,
      as: 'count',
      unit: 'event',
      metric: { namespace: 'AWS/Events', name: 'Invocations', dimensions, statistic: 'Sum' },
    };
  });
}
