import type { DuckDBValue } from '@duckdb/node-api';
import { nullPartition } from '../read/hive-files.ts';

/** `year=2026/day=01`, special characters as Hive escapes them in folder names. */
export function partitionPath(names: readonly string[], values: readonly string[]): string {
  return names.map((name, index) => `${escapeName(name)}=${escapeName(values[index] ?? nullPartition)}`).join('/');
}

const special = new Set('"#%\'*/:=?\\{}[]^\u007f');

const escapeName = (text: string) => [...text].map((char) => (isSpecial(char) ? escapeChar(char) : char)).join('');

const isSpecial = (char: string) => special.has(char) || char < ' ';

const escapeChar = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Reverses the escapes of a folder name. */
export const unescapeName = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** A partition column's value as the catalog keeps it. */
export const partitionText = (value: DuckDBValue | undefined): string =>
  value === null || value === undefined || value === '' ? nullPartition : String(value);
