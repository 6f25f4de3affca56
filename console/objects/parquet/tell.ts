import type { SchemaElement, SchemaTree } from 'hyparquet';
import type { Cell } from '../../parts/grid.tsx';
import { hexOf, textOfValue } from '../readers/value-text.ts';
import { decimalText, unscaledOf } from './decimal.ts';
import { timeOfDay } from './moments.ts';

/** How a column's values, as hyparquet gives them, are told. */
export function tellerOf(node: SchemaTree): (value: unknown) => Cell {
  return (value) => textOfValue(plain(value, node));
}

/** A value whose leaves are what they say: decimals and times as texts, bytes as text where they are one. */
function plain(value: unknown, node: SchemaTree): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((each) => plain(each, elementOf(node)));
  if (node.children.length === 0) return leaf(value, node.element);
  if (value instanceof Uint8Array || typeof value !== 'object') return value;
  const known = new Map(node.children.map((child) => [child.element.name, child]));
  const values = isMap(node) ? node.children[0]?.children[1] : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const child = values ?? known.get(name);
      return [name, child === undefined ? each : plain(each, child)];
    }),
  );
}

function isMap({ element }: SchemaTree): boolean {
  return (
    element.converted_type === 'MAP' ||
    element.converted_type === 'MAP_KEY_VALUE' ||
    element.logical_type?.type === 'MAP'
  );
}

/** Of a list in three steps what is in it; of a repeated field itself. */
function elementOf(node: SchemaTree): SchemaTree {
  const [repeated] = node.children;
  const isList = node.element.converted_type === 'LIST' || node.element.logical_type?.type === 'LIST';
  if (!isList || repeated === undefined) return node;
  const [inner] = repeated.children;
  return inner !== undefined && repeated.children.length === 1 ? inner : repeated;
}

function leaf(value: unknown, element: SchemaElement): unknown {
  if (isDecimal(element)) return decimal(value, scaleOf(element));
  const unit = timeUnitOf(element);
  if (unit !== undefined && (typeof value === 'number' || typeof value === 'bigint'))
    return timeOfDay(BigInt(value), unit);
  if (element.type === 'FLOAT' && typeof value === 'number') return shortest(value);
  return value instanceof Uint8Array ? textOrHex(value) : value;
}

function decimal(value: unknown, scale: number): unknown {
  const unscaled = unscaledOf(value);
  return unscaled === undefined ? value : decimalText(unscaled, scale);
}

function timeUnitOf({ logical_type: logical, converted_type: converted }: SchemaElement) {
  if (logical?.type === 'TIME') return logical.unit;
  if (converted === 'TIME_MILLIS') return 'MILLIS';
  return converted === 'TIME_MICROS' ? 'MICROS' : undefined;
}

export function isDecimal({ logical_type: logical, converted_type: converted }: SchemaElement): boolean {
  return converted === 'DECIMAL' || logical?.type === 'DECIMAL';
}

export function scaleOf({ scale, logical_type: logical }: SchemaElement): number {
  return scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
}

/** A number of 32 bits with no more digits than tell it from its neighbours. */
function shortest(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** Older writers do not say which of their bytes are texts. */
function textOrHex(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /\p{Cc}/u.test(text.replace(/[\t\r\n]/g, '')) ? hexOf(bytes) : text;
  } catch {
    return hexOf(bytes);
  }
}
