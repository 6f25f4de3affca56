import type { ColumnType } from '../../types/column-type.ts';
import { isList, isWritten, type Value, written } from '../../value.ts';

/** A value as it was written, by the rules of JSON but for texts that stand alone. */
export function saidOf(value: Value): string {
  if (typeof value === 'string') return value;
  return isWritten(value) ? value.text : nestedText(value);
}

function nestedText(value: Value): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return `${value}`;
  if (isWritten(value)) return value[written] === 'number' ? value.text : JSON.stringify(value.text);
  if (isList(value)) return `[${value.map(nestedText).join()}]`;
  return `{${Object.keys(value)
    .map((key) => `${JSON.stringify(key)}:${nestedText(Object.entries(value).find(([name]) => name === key)?.[1])}`)
    .join()}}`;
}

/** A number as a fraction. */
type Ratio = { readonly over: bigint; readonly under: bigint };

function ratioOf(text: string): Ratio | undefined {
  const [, sign, digits = '', behind = '', exponent = '0'] = /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  if (sign === undefined || digits + behind === '') return undefined;
  const power = Number(exponent) - behind.length;
  const over = BigInt(`${sign}${digits}${behind}`);
  return power >= 0 ? { over: over * 10n ** BigInt(power), under: 1n } : { over, under: 10n ** BigInt(-power) };
}

/** Whether a cell that is there says what was written, and no less. */
export function holds(type: ColumnType, cell: unknown, value: Value): boolean {
  const text = saidOf(value);
  switch (type.kind) {
    case 'string':
      return cell === text;
    case 'boolean':
      return String(cell) === text.toLowerCase();
    case 'double':
      return typeof value === 'number' ? Object.is(cell, value) : isNearest(cell, text);
    case 'int':
    case 'bigint':
      return isSame(ratioOf(text), cell, 1n);
    case 'decimal':
      return isSame(ratioOf(text), cell, 10n ** BigInt(type.scale));
    case 'date':
      return new Date(Number(cell) * 86_400_000).toISOString().slice(0, 10) === text;
    case 'timestamp':
      return typeof cell !== 'object' && microsOf(text) === BigInt(String(cell));
    default:
      return false;
  }
}

function isSame(ratio: Ratio | undefined, cell: unknown, units: bigint): boolean {
  if (ratio === undefined || (typeof cell !== 'number' && typeof cell !== 'bigint')) return false;
  return ratio.over * units === BigInt(cell) * ratio.under;
}

function isNearest(cell: unknown, text: string): boolean {
  if (/^-?\d+$/.test(text)) return isSame(ratioOf(text), cell, 1n);
  const isVanished = cell === 0 && /[1-9]/.test(text.replace(/e.*/i, ''));
  return cell === Number(text) && Number.isFinite(cell) && !isVanished;
}

function microsOf(text: string): bigint | undefined {
  const [, date = '', time = '00:00', seconds = ':00', fraction = '', zone = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d+))? ?(Z|UTC|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? [];
  const at = `${date}T${time}${seconds}${zone.replace('UTC', 'Z').replace(/(\d\d)(\d\d)$/, '$1:$2') || 'Z'}`;
  const millis = Date.parse(at);
  if (Number.isNaN(millis) || /[1-9]/.test(fraction.slice(6))) return undefined;
  return BigInt(millis) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}
