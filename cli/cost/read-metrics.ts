import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type Metric,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';

/** The day's sum of a metric of one resource, and of how many samples. */
export type Measured = {
  readonly namespace: string;
  readonly metric: string;
  /** The resource, by the dimension that names it. */
  readonly name: string;
  readonly sum: number;
  readonly samples: number;
};

/** `only`: the metric has that dimension alone; some are there once more by others. */
type Asked = {
  readonly namespace: string;
  readonly dimension: string;
  readonly metrics: readonly string[];
  readonly only: boolean;
};

export const asked: readonly Asked[] = [
  { namespace: 'AWS/Logs', dimension: 'LogGroupName', metrics: ['IncomingBytes', 'IncomingLogEvents'], only: true },
  {
    namespace: 'AWS/Firehose',
    dimension: 'DeliveryStreamName',
    metrics: [
      'IncomingBytes',
      'IncomingRecords',
      'DataReadFromKinesisStream.Bytes',
      'DataReadFromKinesisStream.Records',
      'DeliveryToS3.Bytes',
      'DeliveryToS3.Records',
      'DeliveryToS3.Success',
    ],
    only: true,
  },
  {
    namespace: 'AWS/Kinesis',
    dimension: 'StreamName',
    metrics: ['IncomingBytes', 'IncomingRecords', 'GetRecords.Bytes'],
    only: true,
  },
  { namespace: 'AWS/Lambda', dimension: 'FunctionName', metrics: ['Invocations', 'Duration'], only: true },
  {
    namespace: 'AWS/SQS',
    dimension: 'QueueName',
    metrics: ['NumberOfMessagesSent', 'NumberOfMessagesReceived', 'NumberOfMessagesDeleted', 'NumberOfEmptyReceives'],
    only: true,
  },
  { namespace: 'AWS/Events', dimension: 'RuleName', metrics: ['MatchedEvents'], only: false },
  { namespace: 'AWS/Athena', dimension: 'WorkGroup', metrics: ['ProcessedBytes'], only: false },
  { namespace: 'AWS/AppFlow', dimension: 'FlowName', metrics: ['FlowExecutionsStarted'], only: true },
];

export type Span = { readonly from: Date; readonly to: Date };

/** Sums of the span, a day at most, of the resources that are the lake's. CloudWatch lists what had data in the last two weeks. */
export async function readMetrics(
  client: CloudWatchClient,
  span: Span,
  isOurs: (name: string) => boolean,
): Promise<readonly Measured[]> {
  const found = (await Promise.all(asked.map((each) => listed(client, each))))
    .flat()
    .filter(({ name }) => isOurs(name));
  const measured: Measured[] = [];
  for (let at = 0; at < found.length; at += metricsPerCall)
    measured.push(...(await sums(client, span, found.slice(at, at + metricsPerCall))));
  return measured;
}

/** GetMetricData takes 500 queries, and each is asked for two statistics. */
const metricsPerCall = 250;

type Found = { readonly metric: Metric; readonly name: string };

async function listed(client: CloudWatchClient, { namespace, dimension, metrics, only }: Asked): Promise<Found[]> {
  const found: Found[] = [];
  const filter = { Namespace: namespace, Dimensions: [{ Name: dimension }] };
  for await (const { Metrics = [] } of paginateListMetrics({ client }, filter)) {
    for (const metric of Metrics) {
      const { MetricName = '', Dimensions = [] } = metric;
      const name = Dimensions.find(({ Name }) => Name === dimension)?.Value;
      if (name === undefined || !metrics.includes(MetricName) || (only && Dimensions.length > 1)) continue;
      found.push({ metric, name });
    }
  }
  return found;
}

async function sums(client: CloudWatchClient, { from, to }: Span, all: readonly Found[]): Promise<readonly Measured[]> {
  const values = new Map<string, number>();
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: from,
        EndTime: to,
        NextToken,
        MetricDataQueries: all.flatMap(({ metric }, at) =>
          (['Sum', 'SampleCount'] as const).map((Stat) => ({
            Id: `${Stat.toLowerCase()}${at}`,
            MetricStat: { Metric: metric, Period: 86_400, Stat },
          })),
        ),
      }),
    );
    for (const { Id = '', Values = [] } of answer.MetricDataResults ?? [])
      values.set(
        Id,
        Values.reduce((sum, value) => sum + value, values.get(Id) ?? 0),
      );
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return all.map(({ metric: { Namespace = '', MetricName = '' }, name }, at) => ({
    namespace: Namespace,
    metric: MetricName,
    name,
    sum: values.get(`sum${at}`) ?? 0,
    samples: values.get(`samplecount${at}`) ?? 0,
  }));
}

/** How many metrics a namespace has: each is paid for. */
export async function countMetrics(client: CloudWatchClient, namespace: string): Promise<number> {
  let count = 0;
  for await (const { Metrics = [] } of paginateListMetrics({ client }, { Namespace: namespace }))
    count += Metrics.length;
  return count;
}
