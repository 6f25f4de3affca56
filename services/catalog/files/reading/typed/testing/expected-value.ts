import type { Column, DecimalColumn } from '@tributary/shared/parquet-write.ts';
import type { Value } from '../../records.ts';
import { asWritten } from '../as-written.ts';

/** What is to be read of a cell that was written. */
export function expectedValue(cell: unknown, column: Column): Value {
  if (cell === null || cell === undefined) return null;
  switch (column.type) {
    case 'STRUCT':
      return Object.fromEntries(
        column.fields.map((field) => [field.name, expectedValue(new Map(Object.entries(cell)).get(field.name), field)]),
      );
    case 'ARRAY':
      return Array.isArray(cell) ? cell.map((each) => expectedValue(each, column.element)) : null;
    case 'MAP':
      return expectedMap(cell instanceof Map ? cell : new Map(Object.entries(cell)), column.value);
    case 'MAP_STRING_STRING':
      return expectedMap(new Map(entriesOf(cell)), { name: 'value', type: 'STRING' });
    case 'DECIMAL':
      return asWritten('decimal', expectedDecimal(String(cell), column));
    default:
      return expectedScalar(cell, column.type);
  }
}

function expectedMap(map: ReadonlyMap<unknown, unknown>, column: Column): Value {
  return Object.fromEntries([...map].map(([key, value]) => [String(key), expectedValue(value, column)]));
}

function entriesOf(cell: unknown): readonly (readonly [unknown, unknown])[] {
  if (typeof cell !== 'object' || cell === null || !('keys' in cell) || !('values' in cell)) return [];
  const [keys, values] = [Array.from(Object(cell.keys)), Array.from(Object(cell.values))];
  return keys.map((key, at) => [key, values[at]] as const);
}

function expectedDecimal(unscaled: string, { scale }: DecimalColumn): string {
  if (scale === 0) return unscaled;
  const digits = unscaled.replace('-', '').padStart(scale + 1, '0');
  const sign = unscaled.startsWith('-') ? '-' : '';
  return `${sign}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
}

function expectedScalar(cell: unknown, type: string): Value {
  if (type === 'STRING') return asWritten('text', String(cell));
  if (type === 'DATE') return asWritten('date', new Date(Number(cell) * 86_400_000).toISOString().slice(0, 10));
  if (type === 'TIMESTAMP_MILLIS') return asWritten('timestamp', momentText(BigInt(String(cell)) * 1000n));
  if (type === 'TIMESTAMP_MICROS') return asWritten('timestamp', momentText(BigInt(String(cell))));
  if (type === 'BOOLEAN') return cell === true;
  if (type === 'DOUBLE') return expectedDouble(Number(cell));
  const whole = BigInt(String(cell));
  return BigInt.asIntN(54, whole) === whole && whole !== -(2n ** 53n) ? Number(whole) : whole;
}

/** With a fraction, be it zero. */
export function expectedDouble(value: number): Value {
  const isPlain = Number.isInteger(value) && Math.abs(value) < 1e21;
  if (isPlain) return asWritten('number', `${Object.is(value, -0) ? '-0' : BigInt(value)}.0`);
  return Number.isInteger(value) ? asWritten('number', String(value)) : value;
}

function momentText(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const second = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, 19);
  const places = String(rest).padStart(6, '0').replace(/0+$/, '');
  return `${second}${places === '' ? '' : `.${places}`}Z`;
}
