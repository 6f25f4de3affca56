import type { Format } from '../core/measure.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const fraction = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A number as a table has it, every digit of it that its format shows; `–` for none. */
export function numberText(value: number | null | undefined, format: Format): string {
  if (value === null || value === undefined) return '–';
  if (format === 'percent') return percent.format(value);
  if (format === 'milliseconds') return `${whole.format(value)} ms`;
  if (format === 'bytes') return bytesText(value);
  return (format === 'decimal' ? fraction : whole).format(value);
}

/** A number as an axis has it: 1.2K. */
export function shortText(value: number, format: Format): string {
  if (format === 'percent') return percent.format(value);
  if (format === 'bytes') return bytesText(value);
  return format === 'milliseconds' ? `${short.format(value)} ms` : short.format(value);
}

function bytesText(value: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1) / 3)));
  return `${fraction.format(value / 1_000 ** power)} ${units[power]}`;
}
