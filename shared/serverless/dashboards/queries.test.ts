import { describe, expect, test } from 'vitest';
import { queryId, readQueries, savedQuery } from './queries.ts';
import { commandMistake } from './query-text.ts';

describe('the text of a query', () => {
  test.each([
    ['filter a = "x | y" | limit 3', undefined],
    ['filter a = 1 | dedup a', /^a command is expected, not "dedup"/],
    ['filter a = 1 | | limit 3', /^a command is expected, not ""/],
    ['filter a = 1 | limit', /^limit says nothing/],
    ['filter a = "x', /^a text does not end/],
  ])('%s', (text, mistake) => {
    if (mistake === undefined) expect(commandMistake(text)).toBeUndefined();
    else expect(commandMistake(text)).toMatch(mistake);
  });
});

test('a query is saved in its folder, with the log groups that are there, and without any where it has none', () => {
  const own = savedQuery({ name: 'cold-starts', folder: 'lake/dev/query', logGroups: ['PlanLogGroup'] });
  expect(own).toMatchObject({
    Type: 'AWS::Logs::QueryDefinition',
    Properties: {
      Name: 'lake/dev/query/Cold starts and memory',
      QueryString: expect.stringMatching(/^filter @type = "REPORT"\n[\s\S]*limit 100$/),
      LogGroupNames: [{ Ref: 'PlanLogGroup' }],
    },
  });
  const whole = savedQuery({ name: 'cold-starts', folder: 'lake/dev', logGroups: [] });
  expect(whole.Properties).not.toHaveProperty('LogGroupNames');
});

test('queries have logical ids and titles of their own', () => {
  const queries = readQueries();
  expect(queryId('rejects-by-reason')).toBe('RejectsByReasonQuery');
  const titles = Object.values(queries).map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
