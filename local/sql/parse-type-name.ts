import { SqlError } from './error.ts';
import { scalarKinds } from './scalar-kinds.ts';
import type { RowField, TrinoType } from './type.ts';

/** Reads a type as CAST, DDL and Hive's `array<…>` write it. Throws TYPE_NOT_FOUND, or NOT_SUPPORTED for what the local cloud has not. */
export function parseTypeName(text: string): TrinoType {
  const reader = { tokens: tokenize(text), at: 0, depth: 0, text };
  const type = readType(reader);
  if (reader.at < reader.tokens.length) throw unknownType(text);
  return type;
}

type Reader = { readonly tokens: readonly string[]; at: number; depth: number; readonly text: string };

/** How deep types may stand in one another. */
const maxDepth = 100;

function tokenize(text: string): string[] {
  return text.match(/"(?:[^"]|"")*"|[A-Za-z_][\w$]*|\d+|[^\s]/g) ?? [];
}

function readType(reader: Reader): TrinoType {
  const word = word1(reader);
  const composite = composites[word];
  if (composite) {
    if (reader.depth === maxDepth) throw unknownType(reader.text);
    reader.depth += 1;
    const type = composite(reader);
    reader.depth -= 1;
    return type;
  }
  const alias = aliases[word] ?? word;
  const scalar = scalarKinds.get(alias);
  if (scalar) {
    if (word === 'double') accept(reader, 'precision');
    return { kind: scalar };
  }
  throw unknownType(reader.text);
}

const composites: Readonly<Record<string, (reader: Reader) => TrinoType>> = {
  decimal: readDecimal,
  dec: readDecimal,
  numeric: readDecimal,
  varchar(reader) {
    const length = readNumbers(reader)[0];
    return length === undefined ? { kind: 'varchar' } : { kind: 'varchar', length };
  },
  char: (reader) => ({ kind: 'char', length: readNumbers(reader)[0] ?? 1 }),
  time: (reader) => readTime(reader, 'time', 'timetz'),
  timestamp: (reader) => readTime(reader, 'timestamp', 'timestamptz'),
  interval: readInterval,
  array(reader) {
    const close = open(reader);
    const element = readType(reader);
    expect(reader, close);
    return { kind: 'array', element };
  },
  map(reader) {
    const close = open(reader);
    const key = readType(reader);
    expect(reader, ',');
    const value = readType(reader);
    expect(reader, close);
    return { kind: 'map', key, value };
  },
  row: readRow,
  struct: readRow,
};

function readDecimal(reader: Reader): TrinoType {
  const [precision = 38, scale = 0] = readNumbers(reader);
  if (precision < 1 || precision > 38)
    throw new SqlError('INVALID_FUNCTION_ARGUMENT', `DECIMAL precision must be in range [1, 38]: ${precision}`);
  if (scale > precision)
    throw new SqlError(
      'INVALID_FUNCTION_ARGUMENT',
      `DECIMAL scale must be in range [0, precision (${precision})]: ${scale}`,
    );
  return { kind: 'decimal', precision, scale };
}

function readTime(reader: Reader, plain: 'time' | 'timestamp', zoned: 'timetz' | 'timestamptz'): TrinoType {
  const precision = readNumbers(reader)[0] ?? 3;
  if (precision > 6)
    throw new SqlError('NOT_SUPPORTED', `${plain}(${precision}) is not supported: precision is at most 6`);
  if (accept(reader, 'with')) {
    expectAll(reader, ['time', 'zone']);
    return { kind: zoned, precision };
  }
  if (accept(reader, 'without')) expectAll(reader, ['time', 'zone']);
  return { kind: plain, precision };
}

function readInterval(reader: Reader): TrinoType {
  if (accept(reader, 'day')) {
    expectAll(reader, ['to', 'second']);
    return { kind: 'interval day to second' };
  }
  expectAll(reader, ['year', 'to', 'month']);
  return { kind: 'interval year to month' };
}

function readRow(reader: Reader): TrinoType {
  const close = open(reader);
  const fields: RowField[] = [];
  do {
    fields.push(readField(reader));
  } while (accept(reader, ','));
  expect(reader, close);
  return { kind: 'row', fields };
}

function readField(reader: Reader): RowField {
  const start = reader.at;
  const name = reader.tokens[reader.at] ?? '';
  const next = reader.tokens[reader.at + 1] ?? '';
  const named = name.startsWith('"') || next === ':' || (/^[A-Za-z_"]/.test(next) && !isSecondWord(name, next));
  if (!named) return { type: readType(reader) };
  reader.at = start + 1;
  accept(reader, ':');
  return { name: unquoted(name), type: readType(reader) };
}

function isSecondWord(first: string, second: string): boolean {
  const pair = `${first} ${second}`.toLowerCase();
  return /^(double precision|time(stamp)? with(out)?|interval (day|year))$/.test(pair);
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

function word1(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw unknownType(reader.text);
  reader.at += 1;
  return token.toLowerCase();
}

function accept(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.at]?.toLowerCase() !== token) return false;
  reader.at += 1;
  return true;
}

function expect(reader: Reader, token: string): void {
  if (!accept(reader, token)) throw unknownType(reader.text);
}

function expectAll(reader: Reader, tokens: readonly string[]): void {
  for (const token of tokens) expect(reader, token);
}

function open(reader: Reader): string {
  if (accept(reader, '<')) return '>';
  expect(reader, '(');
  return ')';
}

function readNumbers(reader: Reader): number[] {
  const numbers: number[] = [];
  if (!accept(reader, '(')) return numbers;
  do {
    numbers.push(readNumber(reader));
  } while (accept(reader, ','));
  expect(reader, ')');
  return numbers;
}

function readNumber(reader: Reader): number {
  const token = word1(reader);
  if (!/^\d+$/.test(token)) throw unknownType(reader.text);
  return Number(token);
}

function unknownType(text: string): SqlError {
  return new SqlError('TYPE_NOT_FOUND', `Unknown type: ${text.slice(0, 500)}`);
}

const aliases: Readonly<Record<string, string>> = { int: 'integer' };
