import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { evaluateMath, namesIn, type Series } from './math.ts';
import { readMath } from './math-syntax.ts';
import { type MetricStore, metricOf } from './metric-store.ts';
import { statistic } from './statistic.ts';
import { samplesIn, type Windows } from './windows.ts';

/** The series of each query by its id, expressions after what they are made of. */
export function evaluateQueries(
  store: MetricStore,
  queries: readonly MetricDataQuery[],
  windows: Windows,
): ReadonlyMap<string, Series> {
  const ofMetrics = queries.filter(({ MetricStat }) => MetricStat !== undefined);
  const series = new Map(ofMetrics.map((query) => [query.Id ?? '', seriesOf(store, query, windows)]));
  const metrics = [...series.keys()];
  let waiting = queries.filter(({ MetricStat }) => MetricStat === undefined);
  while (waiting.length > 0) {
    const ready = waiting.filter((query) => isReady(query, waiting));
    if (ready.length === 0) throw invalid('Expressions refer to each other in a circle.');
    for (const { Id = '', Expression = '' } of ready)
      series.set(Id, evaluateMath(readMath(Expression), { series, metrics, length: windows.starts.length }));
    waiting = waiting.filter((query) => !ready.includes(query));
  }
  return series;
}

function isReady({ Expression = '' }: MetricDataQuery, waiting: readonly MetricDataQuery[]): boolean {
  return namesIn(readMath(Expression)).every((name) => !waiting.some(({ Id }) => Id === name));
}

function seriesOf(store: MetricStore, { MetricStat }: MetricDataQuery, windows: Windows): Series {
  const { Namespace = '', MetricName = '', Dimensions = [] } = MetricStat?.Metric ?? {};
  const samples = samplesIn(store, metricOf(Namespace, MetricName, Dimensions), windows);
  return samples.map((sample) => (sample === undefined ? undefined : statistic(MetricStat?.Stat ?? 'Average', sample)));
}

/** Throws for queries that CloudWatch refuses. */
export function checkQueries(queries: readonly MetricDataQuery[]): void {
  const ids = queries.map(({ Id = '' }) => Id);
  const wrong = ids.find((id) => !/^[a-z]\w*$/.test(id));
  if (wrong !== undefined) throw invalid(`The id ${wrong} does not begin with a lower-case letter.`);
  if (new Set(ids).size < ids.length) throw invalid('Two metrics have the same id.');
  for (const query of queries) {
    if ((query.MetricStat === undefined) === (query.Expression === undefined))
      throw invalid(`Either MetricStat or Expression must be given for ${query.Id}.`);
    if (query.AccountId !== undefined) throw notCovered('metrics of other accounts');
  }
  evaluateQueries(emptyStore, queries, { starts: [0], seconds: 60 });
}

const emptyStore: MetricStore = { add: () => undefined, samples: () => [], metrics: () => [] };

const invalid = (message: string) => new AwsError('ValidationError', `Invalid metrics list: ${message}`);
