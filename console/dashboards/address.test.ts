import { describe, expect, test } from 'vitest';
import { chosenIn, commandOf, lastingQueryOf, queryOf } from './address.ts';

const parameters = {
  period: { type: 'date_range', label: 'Days', last_days: 7 },
  since: { type: 'date_range', label: 'Since' },
  company: { type: 'select', label: 'Company', multiple: true },
} as const;
const today = new Date('2026-11-30T23:30:00Z');
const usual = { period: { from: '2026-11-24', to: '2026-11-30' } };
const chosen = (search: string) => chosenIn(new URLSearchParams(search), parameters, today);

describe('an address', () => {
  test('that says nothing chooses what the file shows, and nothing of that is written', () => {
    expect(chosen('')).toEqual({ choices: usual, wrong: [] });
    expect(queryOf(parameters, usual, today)).toEqual({});
  });

  test('that is shared says the days of the file, too', () => {
    expect(lastingQueryOf(parameters, usual)).toEqual({ period: '2026-11-24..2026-11-30' });
  });

  test.each([
    { period: {} },
    { period: { from: '2026-11-01' }, since: { to: '2026-11-02' } },
    { ...usual, company: ['Acme, Inc.', 'a\\b', 'Ä & =?'] },
  ])('chooses what it was written from: %j', (choices) => {
    const query = queryOf(parameters, choices, today);
    expect(chosen(new URLSearchParams(query).toString())).toEqual({ choices, wrong: [] });
  });

  test('of every day, or of everything, has no word where the file leaves out nothing', () => {
    expect(queryOf(parameters, { period: {}, since: {}, company: [] }, today)).toEqual({ period: 'all' });
  });

  test('tells what it says wrongly, and does as if that were not there', () => {
    const { choices, wrong } = chosen('period=2026-02-30..&perod=x&toString=x&company=a');
    expect(choices).toEqual({ ...usual, company: ['a'] });
    expect(wrong).toEqual([
      expect.stringMatching(/^period=2026-02-30\.\.: days are written as /),
      'perod=x: there is no such filter.',
      'toString=x: there is no such filter.',
    ]);
  });
});

test('a command for a shell has in quotes what a shell would read otherwise', () => {
  expect(commandOf('sales', { period: '2026-11-01..', company: "Acme\\, 'Inc'" }, 'sales.pdf')).toBe(
    "npx lake render sales --choose period=2026-11-01.. --choose 'company=Acme\\, '\\''Inc'\\''' --out sales.pdf",
  );
});
