import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
} from '@aws-sdk/client-cloudwatch';

export type Metric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum';
};

/** What a metric was in the day before: values of five minutes each, by when they begin (epoch ms), in any order. */
export type Series = readonly { readonly at: number; readonly value: number }[];

export type ReadMetrics = (metrics: readonly Metric[], now: number) => Promise<ReadonlyMap<Metric, Series>>;

const periodMs = 300_000;
const dayMs = 86_400_000;

/** Five minutes of a day are 288 points, and an answer holds 100,800: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const mostAtOnce = 300;

/** Reads the last day of metrics, many with one call: each costs the same, for an hour as for a day. */
export function createReadMetrics(cloudwatch: Pick<CloudWatchClient, 'send'>): ReadMetrics {
  return async (metrics, now) => {
    const found = new Map<Metric, Series>();
    for (let at = 0; at < metrics.length; at += mostAtOnce) {
      const some = metrics.slice(at, at + mostAtOnce);
      for (const [metric, series] of await readSome(cloudwatch, some, now)) found.set(metric, series);
    }
    return found;
  };
}

async function readSome(
  cloudwatch: Pick<CloudWatchClient, 'send'>,
  metrics: readonly Metric[],
  now: number,
): Promise<ReadonlyMap<Metric, Series>> {
  const found = new Map<Metric, { at: number; value: number }[]>(metrics.map((metric) => [metric, []]));
  const end = Math.ceil(now / periodMs) * periodMs;
  let token: string | undefined;
  do {
    const page: GetMetricDataCommandOutput = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: metrics.map((metric, index) => ({ Id: `m${index}`, MetricStat: statOf(metric) })),
        StartTime: new Date(end - dayMs),
        EndTime: new Date(end),
        NextToken: token,
      }),
    );
    for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const metric = metrics[Number(Id.slice(1))];
      const points = Timestamps.map((at, index) => ({ at: at.getTime(), value: Values[index] ?? 0 }));
      if (metric !== undefined) found.get(metric)?.push(...points);
    }
    token = page.NextToken;
  } while (token !== undefined);
  return found;
}

function statOf({ namespace, name, dimensions, statistic }: Metric) {
  return {
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: periodMs / 1_000,
    Stat: statistic,
  };
}

/** The sum since `from` (epoch ms), to the five minutes that it lies in; undefined where nothing was ever counted in the day. */
export function sumSince(series: readonly Series[], from: number): number | undefined {
  const all = series.flat();
  if (all.length === 0) return undefined;
  return all.filter(({ at }) => at > from - periodMs).reduce((sum, { value }) => sum + value, 0);
}

const freshMs = 900_000;

/** The newest value, where it is of the last quarter of an hour; the largest of several metrics. */
export function latest(series: readonly Series[], now: number): number | undefined {
  const values = series.flatMap((each) => {
    const fresh = each.filter(({ at }) => at > now - freshMs).toSorted((a, b) => b.at - a.at);
    return fresh[0]?.value ?? [];
  });
  return values.length === 0 ? undefined : Math.max(...values);
}
