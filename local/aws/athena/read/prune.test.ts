import { expect, test } from 'vitest';
import type { Constraint } from '../../../sql/plan.ts';
import { formatDate, parseDate } from './date-pattern.ts';
import { mayHold } from './prune.ts';

const on = (type: Constraint['type'], operator: Constraint['operator'], ...values: string[]): Constraint => ({
  column: 'c',
  type,
  operator,
  values,
});

test.each([
  [on({ kind: 'integer' }, '<', '10'), '9', true],
  [on({ kind: 'integer' }, '<', '10'), '10', false],
  [on({ kind: 'varchar' }, '<', '10'), '9', false],
  [on({ kind: 'varchar' }, 'in', 'a', 'b'), 'b', true],
  [on({ kind: 'varchar' }, 'in', 'a', 'b'), 'c', false],
  [on({ kind: 'date' }, '>=', '2026-01-02'), '2026-01-01', false],
  [on({ kind: 'varchar' }, '=', 'a'), null, false],
  [on({ kind: 'varchar' }, 'is null'), null, true],
  [on({ kind: 'integer' }, '=', '1'), 'not a number', true],
  [on({ kind: 'double' }, '=', '1'), '2', true],
])('a constraint of %j leaves %s: %s', (constraint, value, wanted) => {
  expect(mayHold(constraint, value)).toBe(wanted);
});

test('date patterns of projections write and read the same', () => {
  const millis = Date.UTC(2026, 10, 3, 7);
  for (const pattern of ['yyyy-MM-dd', 'yyyy/MM/dd/HH', 'yyyyMMdd', "yyyy'-T-'MM"]) {
    const text = formatDate(millis, pattern);
    expect(formatDate(parseDate(text, pattern) ?? 0, pattern)).toBe(text);
  }
  expect(parseDate('2026-11', 'yyyy-MM-dd')).toBeUndefined();
});
