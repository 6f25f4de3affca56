import { SqlError } from '../../../sql/error.ts';
import type { Constraint } from '../../../sql/plan.ts';
import { withSlash } from '../catalog/location.ts';
import type { HiveTable } from '../catalog/source-table.ts';
import { formatDate, parseDate } from './date-pattern.ts';
import { mayHold } from './prune.ts';

export type ProjectedPartition = { readonly values: readonly string[]; readonly location: string };

const maxPartitions = 1_000_000;

export const isProjected = (table: HiveTable) => table.parameters['projection.enabled']?.toLowerCase() === 'true';

/** The partitions that a table's projection properties stand for, those that the constraints leave. */
export function projectedPartitions(
  table: HiveTable,
  constraints: readonly Constraint[],
  now: number,
): ProjectedPartition[] {
  let combinations: string[][] = [[]];
  for (const column of table.partitionColumns) {
    const own = constraints.filter((constraint) => constraint.column === column.name);
    const values = columnValues(table, column.name, own, now).filter((value) =>
      own.every((constraint) => mayHold(constraint, value)),
    );
    combinations = combinations.flatMap((combination) => values.map((value) => [...combination, value]));
    if (combinations.length > maxPartitions)
      throw new SqlError('INVALID_TABLE_PROPERTY', `Partition projection gives more than ${maxPartitions} partitions`);
  }
  return combinations.map((values) => ({ values, location: projectedLocation(table, values) }));
}

function projectedLocation(table: HiveTable, values: readonly string[]): string {
  const names = table.partitionColumns.map((column) => column.name);
  const template = table.parameters['storage.location.template'];
  if (template === undefined)
    return `${withSlash(table.location)}${names.map((name, index) => `${name}=${values[index]}/`).join('')}`;
  return withSlash(
    template.replace(/\$\{([^}]+)\}/g, (whole, name: string) => values[names.indexOf(name.toLowerCase())] ?? whole),
  );
}

function columnValues(table: HiveTable, column: string, constraints: readonly Constraint[], now: number): string[] {
  const property = (name: string) => table.parameters[`projection.${column}.${name}`];
  switch (property('type')?.toLowerCase()) {
    case 'enum':
      return need(property('values'), column, 'values')
        .split(',')
        .map((value) => value.trim());
    case 'integer':
      return integers(column, property);
    case 'date':
      return dates(column, property, now);
    case 'injected':
      return injected(column, constraints);
    default:
      throw invalid(column, 'type', property('type'));
  }
}

type Property = (name: string) => string | undefined;

function integers(column: string, property: Property): string[] {
  const [low, high] = bounds(column, property).map(Number);
  const step = Number(property('interval') ?? '1');
  const digits = Number(property('digits') ?? '1');
  if (low === undefined || high === undefined || !Number.isInteger(low) || !Number.isInteger(high) || !(step >= 1))
    throw invalid(column, 'range', property('range'));
  const count = Math.min(Math.floor((high - low) / step) + 1, maxPartitions + 1);
  return Array.from({ length: Math.max(count, 0) }, (_, index) => String(low + index * step).padStart(digits, '0'));
}

const units: Readonly<Record<string, number>> = {
  SECONDS: 1000,
  MINUTES: 60_000,
  HOURS: 3_600_000,
  DAYS: 86_400_000,
  WEEKS: 604_800_000,
};

function dates(column: string, property: Property, now: number): string[] {
  const format = need(property('format'), column, 'format');
  const [from = '', to = ''] = bounds(column, property);
  const unit = (property('interval.unit') ?? defaultUnit(format)).toUpperCase();
  const step = Number(property('interval') ?? '1');
  const end = dateBound(to, format, now, column);
  const values: string[] = [];
  let at = dateBound(from, format, now, column);
  while (at <= end) {
    values.push(formatDate(at, format));
    if (values.length > maxPartitions) throw invalid(column, 'range', property('range'));
    at = later(at, step, unit, column);
  }
  return [...new Set(values)];
}

const defaultUnit = (format: string) =>
  /[Hh]/.test(format) ? 'HOURS' : format.includes('d') ? 'DAYS' : format.includes('M') ? 'MONTHS' : 'YEARS';

function later(millis: number, step: number, unit: string, column: string): number {
  if (!(step >= 1)) throw invalid(column, 'interval', String(step));
  const fixed = units[unit.endsWith('S') ? unit : `${unit}S`];
  if (fixed !== undefined) return millis + step * fixed;
  const date = new Date(millis);
  if (/^MONTHS?$/.test(unit)) return date.setUTCMonth(date.getUTCMonth() + step);
  if (/^YEARS?$/.test(unit)) return date.setUTCFullYear(date.getUTCFullYear() + step);
  throw invalid(column, 'interval.unit', unit);
}

function dateBound(text: string, format: string, now: number, column: string): number {
  const relative = /^\s*NOW\s*(?:([+-])\s*(\d+)\s*([A-Z]+))?\s*$/i.exec(text);
  if (!relative) {
    const fixed = parseDate(text.trim(), format);
    if (fixed === undefined) throw invalid(column, 'range', text);
    return fixed;
  }
  const [, sign = '+', count = '0', unit = 'DAYS'] = relative;
  const floor = parseDate(formatDate(now, format), format) ?? now;
  return shifted(floor, sign === '-' ? -Number(count) : Number(count), unit.toUpperCase(), column);
}

function shifted(millis: number, count: number, unit: string, column: string): number {
  const fixed = units[unit.endsWith('S') ? unit : `${unit}S`];
  if (fixed !== undefined) return millis + count * fixed;
  const date = new Date(millis);
  if (/^MONTHS?$/.test(unit)) return date.setUTCMonth(date.getUTCMonth() + count);
  if (/^YEARS?$/.test(unit)) return date.setUTCFullYear(date.getUTCFullYear() + count);
  throw invalid(column, 'range', unit);
}

function injected(column: string, constraints: readonly Constraint[]): string[] {
  const given = constraints.find(({ operator }) => operator === '=' || operator === 'in');
  if (!given)
    throw new SqlError(
      'CONSTRAINT_VIOLATION',
      `For the injected projected partition column ${column}, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.`,
    );
  return [...given.values];
}

function bounds(column: string, property: Property): string[] {
  const parts = need(property('range'), column, 'range').split(',');
  if (parts.length !== 2) throw invalid(column, 'range', property('range'));
  return parts.map((part) => part.trim());
}

function need(value: string | undefined, column: string, name: string): string {
  if (value === undefined) throw invalid(column, name, value);
  return value;
}

const invalid = (column: string, name: string, value: string | undefined) =>
  new SqlError('INVALID_TABLE_PROPERTY', `projection.${column}.${name} is not valid: ${value ?? 'it is not set'}`);
