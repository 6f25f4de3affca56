import { date, identifier, text } from '@tributary/shared/sql.ts';
import type { FilterValue } from './filter.ts';
import type { FilterField } from './model.ts';

/** What somebody has chosen: days from and to, both included (`2026-11-20`), or texts; without a choice everything is shown. */
export type Choice = { readonly from?: string; readonly to?: string } | readonly string[];
export type Choices = Readonly<Record<string, Choice>>;

/** What is to be true of the rows that a chart counts, each in SQL; throws UnsafeSqlError for a day that is none. */
export function conditionsOf(filters: readonly FilterField[], choices: Choices): readonly string[] {
  return filters.flatMap((filter) =>
    filter.parameter === undefined ? fixed(filter) : chosen(filter, choices[filter.parameter]),
  );
}

function fixed(filter: FilterField): readonly string[] {
  const own = identifier(filter.column);
  const literal = (value: FilterValue) => literalSql(value, filter.type);
  const list = (values: readonly FilterValue[]) => values.map(literal).join(', ');
  const { is_null: isNull, in: those, not_in: others, at_least: least, at_most: most } = filter;
  return [
    ...(isNull === undefined ? [] : [`${own} IS ${isNull ? '' : 'NOT '}NULL`]),
    ...(those === undefined ? [] : [`${own} IN (${list(those)})`]),
    ...(others === undefined ? [] : [`(${own} IS NULL OR ${own} NOT IN (${list(others)}))`]),
    ...(least === undefined ? [] : [`${own} >= ${literal(least)}`]),
    ...(most === undefined ? [] : [`${own} <= ${literal(most)}`]),
  ];
}

function chosen({ column, type }: FilterField, choice: Choice | undefined): readonly string[] {
  const own = identifier(column);
  if (choice === undefined) return [];
  if (isTexts(choice)) return choice.length === 0 ? [] : [`${own} IN (${choice.map(text).join(', ')})`];
  const { from, to } = choice;
  const moment = (day: string) => (type === 'date' ? date(day) : `TIMESTAMP ${text(`${checkedDay(day)} 00:00:00`)}`);
  return [
    ...(from === undefined ? [] : [`${own} >= ${moment(from)}`]),
    ...(to === undefined ? [] : [`${own} < ${moment(nextDay(to))}`]),
  ];
}

function isTexts(choice: Choice): choice is readonly string[] {
  return Array.isArray(choice);
}

/** Throws UnsafeSqlError for what is no day. */
function checkedDay(day: string): string {
  date(day);
  return day;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${checkedDay(day)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function literalSql(value: FilterValue, type: FilterField['type']): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : `DOUBLE '${value}'`;
  if (type === 'date') return date(value);
  return type === 'timestamp' ? `TIMESTAMP ${text(value.length > 10 ? value : `${value} 00:00:00`)}` : text(value);
}
