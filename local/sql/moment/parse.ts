import { epochDay } from '../moment-text.ts';
import { zoneName } from '../zone.ts';
import { DAYS, MONTHS, weekStart, yearStart } from './calendar.ts';
import type { Piece, TextField } from './pattern.ts';

export type Parsed = { readonly micros: bigint; readonly zone: string | undefined };

/** Reads local time by a pattern; a number: where the text does not follow it. */
export function parse(pieces: readonly Piece[], text: string): Parsed | number {
  const found = new Map<string, number>();
  let zone: string | undefined;
  let at = 0;
  for (const piece of pieces) {
    const read = readPiece(piece, text.slice(at));
    if (!read) return at;
    at += read.length;
    if (read.field !== undefined) found.set(read.field, read.value);
    zone = read.zone ?? zone;
  }
  if (at < text.length) return at;
  const micros = assemble(found);
  return micros === undefined ? 0 : { micros, zone };
}

type Read = { readonly length: number; readonly field?: string; readonly value: number; readonly zone?: string };

function readPiece(piece: Piece, rest: string): Read | undefined {
  switch (piece.is) {
    case 'literal':
      return rest.toLowerCase().startsWith(piece.text.toLowerCase())
        ? { length: piece.text.length, value: 0 }
        : undefined;
    case 'number':
      return readNumber(piece.field, piece.most, rest);
    case 'two-digit year':
      return readTwoDigits(piece.first, rest);
    case 'fraction':
      return readFraction(piece.most, rest);
    case 'text':
      return readText(piece.field, rest);
    case 'zone':
      return readZone(piece.form, rest);
  }
}

function readNumber(field: string, most: number, rest: string): Read | undefined {
  const digits = new RegExp(`^[+-]?\\d{1,${most}}`).exec(rest)?.[0];
  if (digits === undefined || (/^[+-]/.test(digits) && !/year/.test(field))) return undefined;
  return { length: digits.length, field, value: Number(digits) };
}

/** A year of two digits lies in the hundred years from `first`; more digits are the year itself. */
function readTwoDigits(first: number, rest: string): Read | undefined {
  const digits = /^\d{1,4}/.exec(rest)?.[0];
  if (digits === undefined) return undefined;
  if (digits.length > 2 && first !== 1970) return { length: digits.length, field: 'year', value: Number(digits) };
  const two = digits.slice(0, 2);
  const value = Math.floor(first / 100) * 100 + Number(two);
  return { length: two.length, field: 'year', value: value < first ? value + 100 : value };
}

function readFraction(most: number, rest: string): Read | undefined {
  const digits = new RegExp(`^\\d{1,${most}}`).exec(rest)?.[0];
  if (digits === undefined) return undefined;
  return { length: digits.length, field: 'millis', value: Number(digits.slice(0, 3).padEnd(3, '0')) };
}

const texts: Readonly<Record<TextField, readonly string[]>> = {
  month: MONTHS,
  dayOfWeek: DAYS,
  halfday: ['AM', 'PM'],
  era: ['BC', 'AD'],
};

/** A name in full or its first three letters. Months and days count from 1. */
function readText(field: TextField, rest: string): Read | undefined {
  const lower = rest.toLowerCase();
  const index = texts[field].findIndex((name) => lower.startsWith(name.slice(0, 3).toLowerCase()));
  const name = texts[field][index];
  if (name === undefined) return undefined;
  const length = lower.startsWith(name.toLowerCase()) ? name.length : Math.min(3, name.length);
  return { length, field, value: field === 'month' || field === 'dayOfWeek' ? index + 1 : index };
}

function readZone(form: 'offset' | 'colon' | 'id', rest: string): Read | undefined {
  const text = (form === 'id' ? /^[A-Za-z][\w/+-]*|^[+-]\d{2}:?\d{2}/ : /^[+-]\d{2}(?::?\d{2})?|^Z/).exec(rest)?.[0];
  const zone = text === undefined ? undefined : zoneName(text);
  return text !== undefined && zone !== undefined ? { length: text.length, value: 0, zone } : undefined;
}

function assemble(found: ReadonlyMap<string, number>): bigint | undefined {
  const day = dayOf(found);
  const hour = hourOf(found);
  const [minute, second] = [found.get('minute') ?? 0, found.get('second') ?? 0];
  if (day === undefined || hour === undefined || minute > 59 || second > 59) return undefined;
  const millis = ((day * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + (found.get('millis') ?? 0);
  return BigInt(millis) * 1000n;
}

function dayOf(found: ReadonlyMap<string, number>): number | undefined {
  const number = (field: string, otherwise: number) => found.get(field) ?? otherwise;
  const year = number('year', 1970);
  if (found.has('week') || found.has('weekyear'))
    return weekStart(number('weekyear', year), number('week', 1)) + number('dayOfWeek', 1) - 1;
  const ofYear = found.get('dayOfYear');
  if (ofYear === undefined) return epochDay(year, number('month', 1), number('day', 1));
  return ofYear >= 1 && ofYear <= 366 ? yearStart(year) + ofYear - 1 : undefined;
}

function hourOf(found: ReadonlyMap<string, number>): number | undefined {
  const half = found.get('hour12') ?? found.get('hour11');
  if (half !== undefined) return half > 12 ? undefined : (half % 12) + (found.get('halfday') ?? 0) * 12;
  const hour = found.get('hour') ?? found.get('hour24') ?? 0;
  return hour > (found.has('hour24') ? 24 : 23) ? undefined : hour % 24;
}
