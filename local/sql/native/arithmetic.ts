import type { NativeFunction } from '../functions/function.ts';
import { decimalText, parseDecimal } from './decimal.ts';
import { fail, invalid, native } from './define.ts';
import { asBigint, asList, asNumber, asText } from './value.ts';

/** Rounding, number bases, buckets. */
export const arithmeticNatives: readonly NativeFunction[] = [
  native('trino_round', ['DOUBLE', 'BIGINT', 'DOUBLE'], (value, places) => round(asNumber(value), asNumber(places))),
  native('trino_round_decimal', ['VARCHAR', 'BIGINT', 'VARCHAR'], (value, places) =>
    roundText(asText(value), asNumber(places), true),
  ),
  native('trino_truncate_decimal', ['VARCHAR', 'BIGINT', 'VARCHAR'], (value, places) =>
    roundText(asText(value), asNumber(places), false),
  ),
  native('trino_to_base', ['BIGINT', 'BIGINT', 'VARCHAR'], (value, radix) =>
    asBigint(value).toString(checkRadix(asNumber(radix))),
  ),
  native('trino_from_base', ['VARCHAR', 'BIGINT', 'BIGINT'], (value, radix) =>
    fromBase(asText(value), checkRadix(asNumber(radix))),
  ),
  native('trino_width_bucket', ['DOUBLE', 'DOUBLE', 'DOUBLE', 'BIGINT', 'BIGINT'], (value, low, high, count) =>
    widthBucket(asNumber(value), asNumber(low), asNumber(high), asNumber(count)),
  ),
  native('trino_bucket_of', ['DOUBLE', 'DOUBLE[]', 'BIGINT'], (value, bins) =>
    bucketOf(asNumber(value), asList(bins).map(asNumber)),
  ),
  native('trino_format_number', ['DOUBLE', 'VARCHAR'], (value) => formatNumber(asNumber(value))),
];

/** Half away from zero, as Trino: through a long where it fits. */
function round(value: number, places: number): number {
  if (!Number.isFinite(value)) return value;
  const factor = 10 ** places;
  const scaled = Math.abs(value) * factor;
  if (!Number.isFinite(scaled) || factor === 0) return factor === 0 ? 0 : value;
  if (scaled >= 2 ** 63) return Number(value.toFixed(Math.max(0, Math.min(100, places))));
  const rounded = Math.floor(scaled + 0.5) / factor;
  return value < 0 ? -rounded : rounded;
}

/** Decimals and whole numbers keep their scale. */
function roundText(text: string, places: number, up: boolean): string {
  const scale = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  if (places >= scale) return text;
  const unscaled = parseDecimal(text, scale) ?? 0n;
  const unit = 10n ** BigInt(scale - places);
  const half = up ? unit / 2n : 0n;
  const rounded = ((unscaled + (unscaled < 0n ? -half : half)) / unit) * unit;
  return decimalText(rounded, scale);
}

function checkRadix(radix: number): number {
  return radix >= 2 && radix <= 36 ? radix : invalid('Radix must be between 2 and 36');
}

function fromBase(text: string, radix: number): bigint {
  const digits = text.replace(/^[+-]/, '').toLowerCase();
  const values = [...digits].map((digit) => '0123456789abcdefghijklmnopqrstuvwxyz'.indexOf(digit));
  if (digits === '' || values.some((value) => value < 0 || value >= radix))
    invalid(`Not a valid base-${radix} number: ${text}`);
  const magnitude = values.reduce((sum, value) => sum * BigInt(radix) + BigInt(value), 0n);
  const value = text.startsWith('-') ? -magnitude : magnitude;
  return BigInt.asIntN(64, value) === value ? value : invalid(`Not a valid base-${radix} number: ${text}`);
}

function widthBucket(value: number, low: number, high: number, count: number): number {
  if (count <= 0) invalid('bucketCount must be greater than 0');
  if (Number.isNaN(value)) invalid('operand must not be NaN');
  if (low === high) invalid('bounds cannot equal each other');
  const [from, to] = [Math.min(low, high), Math.max(low, high)];
  const inside = Math.trunc((count * (value - from)) / (to - from)) + 1;
  const bucket = value < from ? 0 : value >= to ? count + 1 : inside;
  return low > high ? count - bucket + 1 : bucket;
}

function bucketOf(value: number, bins: readonly number[]): number {
  if (bins.length === 0) invalid('Bins cannot be an empty array');
  if (Number.isNaN(value)) invalid('Operand cannot be NaN');
  if (bins.some((bin, index) => index > 0 && bin <= (bins[index - 1] ?? bin)))
    fail('INVALID_FUNCTION_ARGUMENT', 'Bin values are not sorted in ascending order');
  return bins.filter((bin) => bin <= value).length;
}

const UNITS = ['', 'K', 'M', 'B', 'T', 'Q'];

function formatNumber(value: number): string {
  let scaled = Math.abs(value);
  let unit = 0;
  while (scaled >= 1000 && unit < UNITS.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  const digits = scaled < 10 ? 2 : scaled < 100 ? 1 : 0;
  const text = scaled.toFixed(digits).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') || digits > 0 ? '' : zeros));
  return `${value < 0 ? '-' : ''}${text}${UNITS[unit]}`;
}
