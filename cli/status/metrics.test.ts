import { describe, expect, test } from 'vitest';
import { createReadMetrics, latest, type Metric, sumSince } from './metrics.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 20, 13, 2);
const at = (minutesAgo: number, value: number) => ({ at: now - minutesAgo * minute, value });

describe('what was counted', () => {
  const series = [
    [at(3, 5), at(62, 7)],
    [at(50, 1), at(66, 100)],
  ];

  test('since a time is the sum of all series, to the five minutes that it lies in', () => {
    expect(sumSince(series, now - 60 * minute)).toBe(13);
    expect(sumSince(series, now - 24 * 60 * minute)).toBe(113);
  });

  test('is nothing that is known, where no series has a value in the day', () => {
    expect(sumSince([[], []], 0)).toBeUndefined();
    expect(sumSince([[at(600, 0)], []], now - 60 * minute)).toBe(0);
  });
});

test('what something is now is its newest value of the last quarter of an hour, and of several the largest', () => {
  expect(latest([[at(14, 9), at(4, 2)], [at(3, 1)]], now)).toBe(2);
  expect(latest([[at(16, 9)]], now)).toBeUndefined();
});

test('metrics are asked many at once, and answers of several pages go together', async () => {
  const metric = (name: string): Metric => ({ namespace: 'n', name, dimensions: { service: 's' }, statistic: 'Sum' });
  const metrics = Array.from({ length: 301 }, (_, index) => metric(`m${index}`));
  const asked: { readonly MetricDataQueries: readonly object[]; readonly StartTime: Date; readonly EndTime: Date }[] =
    [];
  const send = async ({
    input,
  }: {
    readonly input: (typeof asked)[number] & { NextToken?: string };
  }): Promise<object> => {
    asked.push(input);
    const value = input.NextToken === undefined ? 1 : 2;
    return {
      MetricDataResults: [{ Id: 'm0', Timestamps: [new Date(now)], Values: [value] }],
      NextToken: input.NextToken === undefined && input.MetricDataQueries.length === 300 ? 'next' : undefined,
    };
  };
  const found = await createReadMetrics({ send })(metrics, now);
  expect(asked.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([300, 300, 1]);
  expect(asked[0]).toMatchObject({
    StartTime: new Date('2026-11-19T13:05:00Z'),
    EndTime: new Date('2026-11-20T13:05:00Z'),
    MetricDataQueries: expect.arrayContaining([
      {
        Id: 'm7',
        MetricStat: {
          Metric: { Namespace: 'n', MetricName: 'm7', Dimensions: [{ Name: 'service', Value: 's' }] },
          Period: 300,
          Stat: 'Sum',
        },
      },
    ]),
  });
  const values = (index: number) => found.get(metrics[index] ?? metric(''))?.map(({ value }) => value);
  expect([values(0), values(1), values(300)]).toEqual([[1, 2], [], [1]]);
});
