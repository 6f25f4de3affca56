import type { Value } from '../files/rows.ts';

export type ValueKind = 'text' | 'float' | 'double' | 'moment' | 'time' | 'year' | 'bit';

/** Of a column's type as information_schema or the binary log tells it (`datetime(6)`, `bit(1)`). */
export function kindOf(columnType: string): ValueKind {
  const [name = ''] = /^[a-z]+/.exec(columnType.toLowerCase()) ?? [];
  if (name === 'datetime' || name === 'timestamp') return 'moment';
  if (name === 'bit') return columnType === 'bit(1)' ? 'bit' : 'text';
  return kinds.find((kind) => kind === name) ?? 'text';
}

const kinds = ['float', 'double', 'time', 'year'] as const;

/** A value's text in DMS's files, the same whether a full load (bytes of text) or the binary log gave it. */
export function valueText(kind: ValueKind, value: unknown): Value {
  if (value === null) return null;
  // An enum's error value, which is the empty text.
  if (value === undefined) return '';
  if (kind === 'bit') return Buffer.isBuffer(value) && value.includes(1) ? '1' : '0';
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return writers[kind](String(value));
}

const writers: Readonly<Record<Exclude<ValueKind, 'bit'>, (text: string) => string>> = {
  text: (text) => text,
  float: (text) => numberText(shortestFloat(Number(text))),
  double: (text) => numberText(Number(text)),
  moment: sixDigits,
  time: timeText,
  // The binary log counts years from 1900, and 0 is the year 0000.
  year: (text) => (text === '1900' ? '0000' : text),
};

/** MariaDB writes 1e21 where JavaScript writes 1e+21. */
function numberText(value: number): string {
  return String(value).replace('e+', 'e');
}

/** The number of the fewest digits that is this one in four bytes. */
function shortestFloat(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function sixDigits(text: string): string {
  const [seconds = '', fraction = ''] = text.split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

/**
 * The binary log's reader (0.9) gives negative times without a fraction with minutes and seconds of up to 64, as -00:63:64 for
 * -01:00:00: they are digits of base 64.
 */
function timeText(text: string): string {
  const [, hours, minutes, seconds, fraction = ''] = /^-(\d+):(\d+):(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (hours === undefined) return text;
  const packed = Number(hours) * 4096 + Number(minutes) * 64 + Number(seconds);
  const two = (number: number) => String(number).padStart(2, '0');
  return `-${two(packed >> 12)}:${two((packed >> 6) & 63)}:${two(packed & 63)}${fraction}`;
}
