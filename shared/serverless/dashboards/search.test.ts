import { expect, test } from 'vitest';
import { search } from './search.ts';

test('what is known exactly is quoted, names of which only words are known stand in their parts', () => {
  expect(
    search({
      namespace: 'AWS/SQS',
      dimensions: ['QueueName'],
      metric: 'Age',
      words: ['my-lake-ingest-dev', 'dead'],
      stat: 'Maximum',
    }),
  ).toEqual([{ expression: `SEARCH('{AWS/SQS,QueueName} MetricName="Age" my lake ingest dev dead', 'Maximum')` }]);
  const exactly = { service: 'lake-query' };
  const dimensions = ['service', 'table'];
  expect(search({ namespace: 'lake-dev', dimensions, metric: 'Rows', exactly, stat: 'Sum', sumLabel: 'all' })).toEqual([
    {
      expression: `SUM(SEARCH('{"lake-dev",service,table} MetricName="Rows" service="lake-query"', 'Sum'))`,
      label: 'all',
    },
  ]);
});
