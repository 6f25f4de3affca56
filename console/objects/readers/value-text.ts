import type { Cell } from '../../parts/grid.tsx';

const mostHexBytes = 256;

/** A value of a typed file as a cell: nothing as null, texts as they are, nested values as JSON with all digits of their numbers. */
export function textOfValue(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return hexOf(value);
  return typeof value === 'object' ? jsonText(value) : String(value);
}

function jsonText(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (value instanceof Uint8Array) return `"${hexOf(value)}"`;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${jsonText(each)}`);
  return `{${members.join(',')}}`;
}

export function hexOf(bytes: Uint8Array): string {
  const digits = [...bytes.subarray(0, mostHexBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > mostHexBytes ? `${digits}…` : digits;
}
