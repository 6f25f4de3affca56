/** A jq filter with one output, undefined for none; it throws JqError. */
export type Filter = (input: unknown) => unknown;

/** What jq would print as its error. */
export class JqError extends Error {}

export const identity: Filter = (input) => input;

export function pipe(first: Filter, second: Filter): Filter {
  return (input) => {
    const value = first(input);
    return value === undefined ? undefined : second(value);
  };
}

/** `first // second`: errors of the first count as nothing. */
export function alternative(first: Filter, second: Filter): Filter {
  return (input) => {
    const value = attempted(first, input);
    return value === undefined || value === null || value === false ? second(input) : value;
  };
}

/** `filter?`: no output, which is undefined here, instead of an error. */
export function attempted(filter: Filter, input: unknown): unknown {
  try {
    return filter(input);
  } catch (error) {
    if (error instanceof JqError) return undefined;
    throw error;
  }
}

export function field(name: string): Filter {
  return (input) => {
    if (input === null || input === undefined) return null;
    if (typeof input !== 'object' || Array.isArray(input))
      throw new JqError(`Cannot index ${typeName(input)} with "${name}"`);
    return new Map<string, unknown>(Object.entries(input)).get(name) ?? null;
  };
}

export function element(index: number): Filter {
  return (input) => {
    if (input === null || input === undefined) return null;
    if (!Array.isArray(input)) throw new JqError(`Cannot index ${typeName(input)} with number`);
    const list: readonly unknown[] = input;
    return list.at(Math.trunc(index)) ?? null;
  };
}

/** The functions without arguments that are known here. */
export const plainFunctions: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['tostring', (input) => (typeof input === 'string' ? input : JSON.stringify(input ?? null))],
  ['tonumber', toNumber],
  ['ascii_downcase', (input) => textOf(input, 'ascii_downcase').replace(/[A-Z]/g, (letter) => letter.toLowerCase())],
  ['ascii_upcase', (input) => textOf(input, 'ascii_upcase').replace(/[a-z]/g, (letter) => letter.toUpperCase())],
]);

/** The functions of one constant text. */
export const textFunctions: ReadonlyMap<string, (text: string) => Filter | undefined> = new Map([
  ['ltrimstr', (start: string) => (input: unknown) => trimmed(input, (text) => text.startsWith(start), [start.length])],
  [
    'rtrimstr',
    (end: string) => (input: unknown) =>
      trimmed(input, (text) => end !== '' && text.endsWith(end), [0, end === '' ? undefined : -end.length]),
  ],
  ['strftime', formatTime],
]);

function trimmed(
  input: unknown,
  has: (text: string) => boolean,
  [from, to]: readonly [number, (number | undefined)?],
): unknown {
  return typeof input === 'string' && has(input) ? input.slice(from, to) : input;
}

function toNumber(input: unknown): number {
  const value = typeof input === 'string' && input.trim() !== '' ? Number(input) : input;
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new JqError(`${typeName(input)} (${JSON.stringify(input)}) cannot be parsed as a number`);
  return value;
}

const pad = (value: number, length: number) => String(value).padStart(length, '0');

const timeParts: Readonly<Record<string, (date: Date) => string>> = {
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => pad(date.getUTCFullYear() % 100, 2),
  m: (date) => pad(date.getUTCMonth() + 1, 2),
  d: (date) => pad(date.getUTCDate(), 2),
  H: (date) => pad(date.getUTCHours(), 2),
  M: (date) => pad(date.getUTCMinutes(), 2),
  S: (date) => pad(date.getUTCSeconds(), 2),
  F: (date) => date.toISOString().slice(0, 10),
  T: (date) => date.toISOString().slice(11, 19),
  Z: () => 'UTC',
  '%': () => '%',
};

/** Undefined for a format with a conversion that is not known here. */
function formatTime(format: string): Filter | undefined {
  const letters = [...format.matchAll(/%(.?)/g)].map((match) => match[1] ?? '');
  if (letters.some((letter) => timeParts[letter] === undefined)) return undefined;
  return (input) => {
    if (typeof input !== 'number') throw new JqError('strftime/1 requires parsed datetime inputs');
    const date = new Date(input * 1_000);
    if (Number.isNaN(date.getTime())) throw new JqError('strftime/1 requires parsed datetime inputs');
    return format.replace(/%(.)/g, (_match, letter: string) => timeParts[letter]?.(date) ?? '');
  };
}

function textOf(input: unknown, name: string): string {
  if (typeof input !== 'string') throw new JqError(`${name} input must be a string`);
  return input;
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
