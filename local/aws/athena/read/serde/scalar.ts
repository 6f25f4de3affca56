import type { TrinoType } from '../../../../sql/type.ts';
import { readHiveDate, readHiveTimestamp } from './moment.ts';

/** The JSON text of a scalar that Hive's text formats hold, or undefined where the text is no such value. */
export function scalarFromText(type: TrinoType, text: string): string | undefined {
  switch (type.kind) {
    case 'boolean':
      return booleanText(text);
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return integerText(text, type.kind);
    case 'real':
    case 'double':
      return doubleText(text);
    case 'decimal':
      return decimalText(text, type);
    case 'date':
      return quote(readHiveDate(text));
    case 'timestamp':
      return quote(readHiveTimestamp(text));
    case 'varchar':
      return JSON.stringify(type.length === undefined ? text : cut(text, type.length));
    case 'char':
      return JSON.stringify(cut(text, type.length).replace(/ +$/, ''));
    case 'varbinary':
      return blobText(Buffer.from(text, 'base64'));
    default:
      return undefined;
  }
}

const quote = (text: string | undefined) => (text === undefined ? undefined : JSON.stringify(text));

/** Bytes as a stage takes them. */
export const blobText = (bytes: Buffer): string => JSON.stringify(bytes.toString('base64'));

function booleanText(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  return word === 'true' || word === 'false' ? word : undefined;
}

const ranges = {
  tinyint: 127n,
  smallint: 32_767n,
  integer: 2_147_483_647n,
  bigint: 9_223_372_036_854_775_807n,
} as const;

/** A fraction is cut off, as Hive's lazy integers do; what overflows is no value. */
export function integerText(text: string, kind: keyof typeof ranges): string | undefined {
  const found = /^\s*([+-]?\d+)(?:\.\d*)?\s*$/.exec(text);
  if (!found) return undefined;
  const value = BigInt(found[1] ?? '0');
  return value <= ranges[kind] && value >= -ranges[kind] - 1n ? String(value) : undefined;
}

/** As Java's Double.parseDouble reads it. */
export function doubleText(text: string): string | undefined {
  const word = text.trim();
  if (/^[+-]?(NaN|Infinity)$/.test(word)) return JSON.stringify(word.replace('+', '').replace('-NaN', 'NaN'));
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?$/.test(word)) return undefined;
  const value = Number(word.replace(/[fFdD]$/, ''));
  return Number.isFinite(value) ? negativeZero(value) : JSON.stringify(value > 0 ? 'Infinity' : '-Infinity');
}

const negativeZero = (value: number) => (Object.is(value, -0) ? '-0.0' : String(value));

/** Rounded half up to the scale; what has too many digits before the point is no value. */
export function decimalText(
  text: string,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): string | undefined {
  const found = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  const whole = found?.[2] ?? '';
  const fraction = found?.[3] ?? '';
  if (!found || whole + fraction === '') return undefined;
  const shift = scale + Number(found[4] ?? 0) - fraction.length;
  if (Math.abs(shift) > 100) return undefined;
  const unscaled = shifted(BigInt(whole + fraction), shift);
  if (unscaled >= 10n ** BigInt(precision)) return undefined;
  const digits = String(unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const sign = found[1] === '-' && unscaled !== 0n ? '-' : '';
  return JSON.stringify(`${sign}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`);
}

function shifted(value: bigint, shift: number): bigint {
  if (shift >= 0) return value * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (value + divisor / 2n) / divisor;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('');
}
