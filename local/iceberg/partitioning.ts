import { SqlError } from '../sql/error.ts';
import type { Transform } from './transform.ts';

const aliases: Readonly<Record<string, Transform['kind']>> = {
  year: 'year',
  years: 'year',
  month: 'month',
  months: 'month',
  day: 'day',
  days: 'day',
  date: 'day',
  hour: 'hour',
  hours: 'hour',
  date_hour: 'hour',
  void: 'void',
  bucket: 'bucket',
  truncate: 'truncate',
};

/** Reads one element of PARTITIONED BY; column names in lower case. */
export function readPartitioning(text: string): { readonly column: string; readonly transform: Transform } {
  const call = /^\s*(\w+)\s*\(\s*(.+?)\s*\)\s*$/.exec(text);
  if (!call) return { column: unquote(text), transform: { kind: 'identity' } };
  const kind = aliases[(call[1] ?? '').toLowerCase()];
  const args = (call[2] ?? '').split(',').map((argument) => argument.trim());
  if (kind === undefined || kind === 'identity') throw unreadable(text);
  if (kind === 'bucket' || kind === 'truncate') return readSized(text, kind, args);
  if (args.length !== 1) throw unreadable(text);
  return { column: unquote(args[0] ?? ''), transform: { kind } };
}

function readSized(text: string, kind: 'bucket' | 'truncate', args: readonly string[]) {
  const width = args.find((argument) => /^[1-9]\d{0,8}$/.test(argument));
  const column = args.find((argument) => argument !== width);
  if (args.length !== 2 || width === undefined || column === undefined) throw unreadable(text);
  return { column: unquote(column), transform: { kind, width: Number(width) } };
}

function unquote(name: string): string {
  const trimmed = name.trim();
  const quoted = /^(["`])(.*)\1$/.exec(trimmed);
  return (quoted?.[2] ?? trimmed).toLowerCase();
}

function unreadable(text: string): SqlError {
  return new SqlError('INVALID_TABLE_PROPERTY', `Unable to parse partitioning value: ${text}`);
}
