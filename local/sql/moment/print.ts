import { DAYS, type Fields, fieldsOf, MONTHS } from './calendar.ts';
import type { Piece, TextField } from './pattern.ts';

export type Zoned = { readonly zone: string; readonly offsetSeconds: number };

/** Writes local time (microseconds since 1970-01-01) by a pattern. */
export function print(pieces: readonly Piece[], local: bigint, zoned: Zoned): string {
  const fields = fieldsOf(local);
  return pieces.map((piece) => printPiece(piece, fields, zoned)).join('');
}

function printPiece(piece: Piece, fields: Fields, zoned: Zoned): string {
  switch (piece.is) {
    case 'literal':
      return piece.text;
    case 'number':
      return padded(fields[piece.field], piece.width);
    case 'two-digit year':
      return padded(Math.abs(fields.year) % 100, 2);
    case 'fraction':
      return String(fields.micros).padStart(6, '0').slice(0, piece.width).padEnd(piece.width, '0');
    case 'text':
      return printText(piece.field, piece.full, fields);
    case 'zone':
      return printZone(piece.form, zoned);
  }
}

function padded(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(width, '0');
  return value < 0 ? `-${digits}` : digits;
}

function printText(field: TextField, full: boolean, fields: Fields): string {
  if (field === 'halfday') return fields.hour < 12 ? 'AM' : 'PM';
  if (field === 'era') return fields.year > 0 ? 'AD' : 'BC';
  const name = (field === 'month' ? MONTHS[fields.month - 1] : DAYS[fields.dayOfWeek - 1]) ?? '';
  return full ? name : name.slice(0, 3);
}

function printZone(form: 'offset' | 'colon' | 'id', zoned: Zoned): string {
  if (form === 'id') return zoned.zone;
  const minutes = Math.trunc(Math.abs(zoned.offsetSeconds) / 60);
  const sign = zoned.offsetSeconds < 0 ? '-' : '+';
  const [hours, rest] = [padded(Math.trunc(minutes / 60), 2), padded(minutes % 60, 2)];
  return `${sign}${hours}${form === 'colon' ? ':' : ''}${rest}`;
}
