import { describe, expect, test } from 'vitest';
import { date, fillTemplate, identifier, joinRanges, text, UnsafeSqlError, within } from './sql.ts';

test('quotes names and refuses what is none', () => {
  expect(identifier('haproxy_requests')).toBe('"haproxy_requests"');
  for (const bad of ['', 'a"b', 'A', '1a', 'a b', 'a;drop']) expect(() => identifier(bad)).toThrow(UnsafeSqlError);
});

test('doubles quotes in texts', () => {
  expect(text("s3://b/o'neil.parquet")).toBe("'s3://b/o''neil.parquet'");
});

test('refuses a day that is none', () => {
  expect(date('2026-11-20')).toBe("DATE '2026-11-20'");
  expect(() => date("2026-11-20' OR true --")).toThrow(UnsafeSqlError);
});

describe('within', () => {
  const hour = (text: string) => new Date(`2026-11-${text}:00:00Z`);
  test('joins hours that follow each other, across midnight and whatever their order', () => {
    const ranges = joinRanges([hour('21T00'), hour('20T23'), hour('20T23'), hour('20T13')], 3_600_000);
    expect(within('t.request_date', ranges)).toBe(
      "(t.request_date >= TIMESTAMP '2026-11-20 13:00:00' AND t.request_date < TIMESTAMP '2026-11-21 01:00:00'" +
        " AND ((t.request_date >= TIMESTAMP '2026-11-20 13:00:00' AND t.request_date < TIMESTAMP '2026-11-20 14:00:00')" +
        " OR (t.request_date >= TIMESTAMP '2026-11-20 23:00:00' AND t.request_date < TIMESTAMP '2026-11-21 01:00:00')))",
    );
  });
  test('is never true for no range', () => {
    expect(within('x', [])).toBe('false');
  });
});

test('fills a template and names what has no value', () => {
  expect(fillTemplate('FROM {{ lake }}.t', { lake: '"l"' })).toBe('FROM "l".t');
  expect(() => fillTemplate('{{lak}}', { lake: '' })).toThrow(/\{\{lak\}\} has no value; known: lake/);
});
