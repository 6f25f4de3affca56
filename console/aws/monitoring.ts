import * as z from 'zod/mini';
import { every } from './every.ts';
import { call } from './request.ts';

export type Metric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

const metricsPage = z.object({
  Metrics: z.optional(
    z.array(
      z.object({
        Namespace: z.string(),
        MetricName: z.string(),
        Dimensions: z.optional(z.array(z.object({ Name: z.string(), Value: z.string() }))),
      }),
    ),
  ),
  NextToken: z.nullish(z.string()),
});

/** The metrics of a namespace that were written. */
export function listMetrics(namespace: string): Promise<readonly Metric[]> {
  return every(async (NextToken) => {
    const page = metricsPage.parse(await call('monitoring', 'ListMetrics', { Namespace: namespace, NextToken }));
    const items = (page.Metrics ?? []).map(({ Namespace, MetricName, Dimensions = [] }) => ({
      namespace: Namespace,
      name: MetricName,
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
    }));
    return { items, next: page.NextToken ?? undefined };
  });
}

export type Statistic = 'Sum' | 'Maximum' | 'Average';
export type MetricAsked = Metric & { readonly statistic: Statistic };
/** Values by minute, oldest first; minutes in which nothing was written are left out. */
export type Series = { readonly times: readonly number[]; readonly values: readonly number[] };

const dataPage = z.object({
  MetricDataResults: z.optional(
    z.array(z.object({ Id: z.string(), Timestamps: z.array(z.number()), Values: z.array(z.number()) })),
  ),
  NextToken: z.nullish(z.string()),
});

/** AWS takes no more in one request. */
const mostQueries = 500;

/** The series of each metric between two times (milliseconds), in the order asked. */
export async function seriesOf(
  asked: readonly MetricAsked[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Series[]> {
  const parts = Array.from({ length: Math.ceil(asked.length / mostQueries) }, (_, at) =>
    asked.slice(at * mostQueries, (at + 1) * mostQueries),
  );
  return (await Promise.all(parts.map((part) => ask(part, from, to)))).flat();
}

async function ask(asked: readonly MetricAsked[], from: number, to: number): Promise<readonly Series[]> {
  const MetricDataQueries = asked.map(({ namespace, name, dimensions, statistic }, at) => ({
    Id: `m${at}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: 60,
      Stat: statistic,
    },
  }));
  const times = { StartTime: from / 1000, EndTime: to / 1000, ScanBy: 'TimestampAscending' };
  const results = await every(async (NextToken) => {
    const page = dataPage.parse(await call('monitoring', 'GetMetricData', { MetricDataQueries, ...times, NextToken }));
    return { items: page.MetricDataResults ?? [], next: page.NextToken ?? undefined };
  });
  return asked.map((_, at) => {
    const own = results.filter(({ Id }) => Id === `m${at}`);
    return {
      times: own.flatMap(({ Timestamps }) => Timestamps.map((seconds) => seconds * 1000)),
      values: own.flatMap(({ Values }) => Values),
    };
  });
}
