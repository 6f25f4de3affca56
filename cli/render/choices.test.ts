import { choiceTexts } from '@tributary/query/dashboards/core/choices.ts';
import { compileDashboard } from '@tributary/query/dashboards/core/compile-dashboard.ts';
import { readDashboard } from '@tributary/query/dashboards/core/read-dashboard.ts';
import { describe, expect, test } from 'vitest';
import { readChoices } from './choices.ts';

const file = `title: T
parameters:
  period: {type: date_range, label: Days, last_days: 7}
  since: {type: date_range}
  plan: {type: select, values: [free, team], multiple: false}
  slug: {type: select, values: [a, b, c]}
sheets: [{title: S, visuals: [{type: kpi, title: K, dataset: usage, measure: count(*)}]}]
`;
const { dashboard } = compileDashboard(readDashboard('t.yml', file), new Map());
const today = new Date('2026-11-30T23:30:00Z');
const read = (...given: readonly string[]) => readChoices(dashboard, given, today);

describe('what is chosen', () => {
  test('is what the file says where nobody says otherwise', () => {
    expect(read()).toEqual({ period: { from: '2026-11-24', to: '2026-11-30' } });
    expect(choiceTexts(dashboard, read())).toEqual([
      'Days: 2026-11-24 to 2026-11-30',
      'Since: all',
      'Plan: all',
      'Slug: all',
    ]);
  });

  test('are days, open at one end too, and texts', () => {
    const choices = read('period=2026-10-01..', 'since=..2026-10-31', 'plan=team', 'slug=a,c');
    expect(choices).toEqual({
      period: { from: '2026-10-01' },
      since: { to: '2026-10-31' },
      plan: ['team'],
      slug: ['a', 'c'],
    });
    expect(choiceTexts(dashboard, choices)).toEqual([
      'Days: 2026-10-01 to the last',
      'Since: the first to 2026-10-31',
      'Plan: team',
      'Slug: a, c',
    ]);
  });

  test('are all days where the file leaves out some', () => {
    expect(read('period=all')).toEqual({ period: {} });
    expect(choiceTexts(dashboard, read('period=all'))[0]).toBe('Days: all');
  });

  test.each([
    ['perod=x', 'has no parameter perod. Did you mean period? Write it as NAME=VALUE.'],
    ['period', 'days are written as 2026-11-01..2026-11-30'],
    ['period=..', 'days are written as'],
    ['period=2026-02-30..', 'days are written as'],
    ['period=2026-11-02..2026-11-01', '2026-11-01 is before 2026-11-02'],
    ['slug=a,d', 'd is none. There are: a, b, c.'],
    ['plan=free,team', 'it takes one value'],
  ])('is refused where it is none: %s', (given, reason) => {
    expect(() => read(given)).toThrow(reason);
    expect(() => read(given)).toThrow(`--choose ${given}: `);
  });
});
