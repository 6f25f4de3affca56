import { expect, test } from 'vitest';
import { presetsOf } from './presets.ts';

const daysOf = (label: string, now: string) => presetsOf(new Date(now)).find((each) => each.label === label)?.days;

test.each([
  ['All days', '2026-11-30T12:00:00Z', {}],
  ['Today', '2026-11-30T23:59:00Z', { from: '2026-11-30', to: '2026-11-30' }],
  ['Last 7 days', '2026-11-30T00:00:00Z', { from: '2026-11-24', to: '2026-11-30' }],
  ['This month', '2026-02-03T12:00:00Z', { from: '2026-02-01', to: '2026-02-28' }],
  ['Last month', '2026-01-31T12:00:00Z', { from: '2025-12-01', to: '2025-12-31' }],
  ['Last month', '2028-03-31T12:00:00Z', { from: '2028-02-01', to: '2028-02-29' }],
])('%s on %s', (label, now, days) => {
  expect(daysOf(label, now)).toEqual(days);
});
