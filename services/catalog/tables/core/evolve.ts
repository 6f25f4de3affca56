import type { HiveColumn } from '../../glue/hive-type.ts';

export type Evolution = {
  readonly columns: readonly HiveColumn[];
  readonly added: readonly string[];
  readonly widened: readonly string[];
};

/** A file's column has a type that its table's cannot take in. */
export class SchemaConflictError extends Error {
  override readonly name = 'SchemaConflictError';
}

const widerThan: Readonly<Record<string, readonly string[]>> = {
  tinyint: ['smallint', 'int', 'bigint'],
  smallint: ['int', 'bigint'],
  int: ['bigint'],
  float: ['double'],
};

/**
 * The table's columns, with those of a new file: new ones at the end, types widened where the file's is wider, never narrowed,
 * none removed. The result does not depend on the order in which files arrive, but for the order of columns.
 */
export function evolve(current: readonly HiveColumn[], arriving: readonly HiveColumn[]): Evolution {
  const types = new Map(arriving.map(({ name, type }) => [name, type]));
  const known = new Set(current.map(({ name }) => name));
  const columns = current.map(({ name, type }) => ({ name, type: wider(name, type, types.get(name) ?? type) }));
  const added = arriving.filter(({ name }) => !known.has(name));
  return {
    columns: [...columns, ...added],
    added: added.map(({ name }) => name),
    widened: columns.filter(({ type }, at) => type !== current[at]?.type).map(({ name }) => name),
  };
}

function wider(name: string, current: string, arriving: string): string {
  if (current === arriving || widerThan[arriving]?.includes(current)) return current;
  if (widerThan[current]?.includes(arriving)) return arriving;
  const grown = growDecimal(current, arriving) ?? growStruct(current, arriving);
  if (grown) return grown;
  throw new SchemaConflictError(
    `Column ${name} is ${current} in the table and ${arriving} in the file: write it as ${current}, or under another name`,
  );
}

const decimal = /^decimal\((\d+),(\d+)\)$/;
const mostDigits = 38;

/** The smallest decimal that holds every value of both: Athena reads the narrower file with zeros added. */
function growDecimal(current: string, arriving: string): string | undefined {
  const [one, other] = [digitsOf(current), digitsOf(arriving)];
  if (one === undefined || other === undefined) return undefined;
  const scale = Math.max(one.scale, other.scale);
  const precision = Math.max(one.whole, other.whole) + scale;
  return precision > mostDigits ? undefined : `decimal(${precision},${scale})`;
}

/** How many digits are before the point and behind it. */
function digitsOf(type: string) {
  const [precision, scale] = decimal.exec(type)?.slice(1).map(Number) ?? [];
  return precision === undefined || scale === undefined ? undefined : { whole: precision - scale, scale };
}

// struct<a:int> and struct<a:int,b:string>: the longer one, where one only adds fields at the other's end.
function growStruct(current: string, arriving: string): string | undefined {
  if (!current.startsWith('struct<') || !arriving.startsWith('struct<')) return undefined;
  const [short, long] = current.length < arriving.length ? [current, arriving] : [arriving, current];
  return long.startsWith(`${short.slice(0, -1)},`) ? long : undefined;
}
