import { describe, expect, test } from 'vitest';
import { readDashboard } from './declared-dashboard.ts';
import { metricOf } from './metric-form.ts';

const rows = (metric: string) => `rows:\n  - title: T\n    graphs:\n      - title: G\n        metrics: [${metric}]\n`;

describe('a mistake in dashboard.yml says where it is and what is expected', () => {
  test.each([
    ['a setting that there is not', 'rows: []\nquery: [x]\n', /^dashboard\.yml:2:1: query: there is no such setting/],
    ['a query that is not saved', 'queries: [cold-starts, hot-starts]\n', /^dashboard\.yml:1:24: .*rejects-by-reason/],
    ['no name of a metric', rows('requests'), /^dashboard\.yml:5:19: .*a name of a metric/],
    ['a graph of nothing', rows(''), /^dashboard\.yml:5:9: /],
    ['a statistic of none', rows('{ metric: A, stat: Median }'), /^dashboard\.yml:5:19: /],
  ])('%s', (_, text, message) => {
    expect(() => readDashboard(text)).toThrow(message);
  });
});

describe('a metric', () => {
  const naming = { prefix: 'lake', stage: 'dev', service: 'query', names: { eventStream: 'lake-events-dev' } } as const;
  const metric = (text: string) => {
    const [form = ''] = readDashboard(rows(text)).rows[0]?.graphs[0]?.metrics ?? [];
    return metricOf(form, naming);
  };

  test.each([
    ['of the service', 'Rows', ['lake-dev', 'Rows', 'service', 'lake-query', { stat: 'Sum', label: 'Rows' }]],
    [
      'of another service, by a dimension',
      '{ metric: Behind, service: ingest, by: { way: logs }, stat: Maximum }',
      ['lake-dev', 'Behind', 'service', 'lake-ingest', 'way', 'logs', { stat: 'Maximum', label: 'Behind, logs' }],
    ],
    [
      'of AWS, by a name of names.yml',
      '{ aws: AWS/Kinesis, metric: Put, of: { StreamName: "{eventStream}", Other: "{prefix}-x-{stage}" }, label: put }',
      ['AWS/Kinesis', 'Put', 'StreamName', 'lake-events-dev', 'Other', 'lake-x-dev', { stat: 'Sum', label: 'put' }],
    ],
    [
      'of whatever there is of a dimension',
      '{ metric: Rows, each: table }',
      [{ expression: `SEARCH('{"lake-dev",service,table} MetricName="Rows" service="lake-query"', 'Sum')` }],
    ],
  ])('%s', (_, text, expected) => {
    expect(metric(text)).toEqual(expected);
  });

  test('of a name that names.yml does not have is refused', () => {
    expect(() => metric('{ aws: AWS/SQS, metric: A, of: { QueueName: "{queue}" }, label: a }')).toThrow(
      /\{queue\}.*names\.yml/,
    );
  });
});
