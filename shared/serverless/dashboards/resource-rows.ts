import type { NamedFunction, NamedResources } from './named-resources.ts';
import { search } from './search.ts';
import { graph, type Metric, type Statistic, text, type Widget } from './widget.ts';

const third = { width: 8, height: 6 };

/** Rows for what every service has: its functions, queues, streams, tables, work groups and logs. What it has none of has no row. */
export function resourceRows(resources: NamedResources, prefix: string): readonly (readonly Widget[])[] {
  const short = (name: string) => (name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : name);
  return [
    ...titled('Functions', functionGraphs(resources.functions, short)),
    ...titled('Queues', queueGraphs(resources.queues, short)),
    ...titled('Streams', [...streamGraphs(resources.streams), ...deliveryGraphs(resources.deliveryStreams)]),
    ...titled('Statements', [...workGroupGraphs(resources.workGroups), ...tableGraphs(resources.tables)]),
    ...titled('Logs', logGraphs(resources.logGroups)),
  ];
}

export function titled(title: string, widgets: readonly Widget[]): readonly (readonly Widget[])[] {
  return widgets.length === 0 ? [] : [[text(`## ${title}`, { width: 24, height: 1 })], widgets];
}

type Short = (name: string) => string;
type Of = {
  readonly namespace: string;
  readonly dimension: string;
  readonly names: readonly string[];
  readonly short?: Short;
};

const each =
  ({ namespace, dimension, names, short = (name) => name }: Of) =>
  (metric: string, stat: Statistic, suffix = ''): readonly Metric[] =>
    names.map((name) => [namespace, metric, dimension, name, { stat, label: `${short(name)}${suffix}` }]);

/** Names in hand, a graph of some metrics of each; none of nothing. */
function graphOf(title: string, metrics: readonly Metric[], unit?: string): readonly Widget[] {
  return metrics.length === 0 ? [] : [graph(title, metrics, { ...third, ...(unit === undefined ? {} : { unit }) })];
}

function functionGraphs(functions: readonly NamedFunction[], short: Short): readonly Widget[] {
  const of = each({
    namespace: 'AWS/Lambda',
    dimension: 'FunctionName',
    names: functions.map(({ name }) => name),
    short,
  });
  return [
    ...graphOf('Errors', of('Errors', 'Sum')),
    ...graphOf('Throttles', of('Throttles', 'Sum')),
    ...graphOf('Duration, the longest', of('Duration', 'Maximum'), 'ms'),
    ...graphOf('Invocations', of('Invocations', 'Sum')),
    ...graphOf('At once', of('ConcurrentExecutions', 'Maximum')),
    ...graphOf('What they cost', gigabyteSeconds(functions.map((one) => ({ ...one, label: short(one.name) }))), 'GB-s'),
  ];
}

/** What Lambda charges for: how long functions ran times their memory; those of one label together. */
export function gigabyteSeconds(functions: readonly (NamedFunction & { readonly label: string })[]): readonly Metric[] {
  const durations = functions.map(
    ({ name }, at): Metric => [
      'AWS/Lambda',
      'Duration',
      'FunctionName',
      name,
      { id: `d${at}`, stat: 'Sum', visible: false },
    ],
  );
  const labels = [...new Set(functions.map(({ label }) => label))];
  const charged = labels.map((label, at): Metric => {
    const terms = functions.flatMap((one, of) => (one.label === label ? [`FILL(d${of}, 0) * ${one.memory}`] : []));
    return [{ id: `g${at}`, expression: `(${terms.join(' + ')}) / 1024000`, label }];
  });
  return [...durations, ...charged];
}

function queueGraphs(queues: readonly string[], short: Short): readonly Widget[] {
  const dead = queues.filter((name) => name.endsWith('-dead'));
  const live = queues.filter((name) => !dead.includes(name));
  const of = (names: readonly string[]) => each({ namespace: 'AWS/SQS', dimension: 'QueueName', names, short });
  return [
    ...graphOf('Dead letters', of(dead)('ApproximateNumberOfMessagesVisible', 'Maximum')),
    ...graphOf('Waiting', of(live)('ApproximateNumberOfMessagesVisible', 'Maximum')),
    ...graphOf('The oldest that waits', of(live)('ApproximateAgeOfOldestMessage', 'Maximum'), 'seconds'),
  ];
}

function streamGraphs(names: readonly string[]): readonly Widget[] {
  const of = each({ namespace: 'AWS/Kinesis', dimension: 'StreamName', names });
  return [
    ...graphOf('Records put', [
      ...of('IncomingRecords', 'Sum'),
      ...of('PutRecords.ThrottledRecords', 'Sum', ': throttled'),
    ]),
    ...graphOf('Bytes put', of('IncomingBytes', 'Sum'), 'bytes'),
    ...graphOf('The oldest that is not read', of('GetRecords.IteratorAgeMilliseconds', 'Maximum'), 'ms'),
  ];
}

function deliveryGraphs(names: readonly string[]): readonly Widget[] {
  const of = each({ namespace: 'AWS/Firehose', dimension: 'DeliveryStreamName', names });
  return [
    ...graphOf('Records taken for delivery', [
      ...of('IncomingRecords', 'Sum', ': put'),
      ...of('DataReadFromKinesisStream.Records', 'Sum', ': read'),
    ]),
    ...graphOf('The oldest that is not delivered', of('DeliveryToS3.DataFreshness', 'Maximum'), 'seconds'),
    ...graphOf('Delivered', [
      ...of('DeliveryToS3.Records', 'Sum', ': records'),
      ...of('ThrottledRecords', 'Sum', ': throttled'),
    ]),
  ];
}

function workGroupGraphs(workGroups: readonly string[]): readonly Widget[] {
  const of = (metric: string, stat: Statistic): readonly Metric[] =>
    workGroups.map((name) => workGroupMetric(name, { metric, stat, label: name }));
  return [
    ...graphOf('Bytes scanned', of('ProcessedBytes', 'Sum'), 'bytes'),
    ...graphOf('Time of statements', of('TotalExecutionTime', 'Maximum'), 'ms'),
  ];
}

export type OfWorkGroup = { readonly metric: string; readonly stat: Statistic; readonly label: string };

/** Athena tells them by work group, state and type of the statement. https://docs.aws.amazon.com/athena/latest/ug/query-metrics-viewing.html */
export function workGroupMetric(name: string, { metric, stat, label }: OfWorkGroup): Metric {
  const dimensions = ['QueryState', 'QueryType', 'WorkGroup'];
  return search({ namespace: 'AWS/Athena', dimensions, metric, exactly: { WorkGroup: name }, stat, sumLabel: label });
}

function tableGraphs(names: readonly string[]): readonly Widget[] {
  const of = each({ namespace: 'AWS/DynamoDB', dimension: 'TableName', names });
  return graphOf('What jobs are written down with', [
    ...of('ConsumedWriteCapacityUnits', 'Sum', ': written'),
    ...of('ConsumedReadCapacityUnits', 'Sum', ': read'),
  ]);
}

function logGraphs(logGroups: NamedResources['logGroups']): readonly Widget[] {
  const names = logGroups.map(({ name }) => name);
  const of = each({ namespace: 'AWS/Logs', dimension: 'LogGroupName', names });
  return graphOf('Bytes of logs', of('IncomingBytes', 'Sum'), 'bytes');
}
