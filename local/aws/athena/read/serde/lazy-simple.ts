import type { TrinoType } from '../../../../sql/type.ts';
import type { Decode, SerdeInput } from './decoder.ts';
import { scalarFromText } from './scalar.ts';

/** How LazySimpleSerDe writes and reads values: a delimiter per level of nesting, the text of NULL, perhaps an escape. */
export type Dialect = {
  readonly delimiters: readonly string[];
  readonly nullText: string;
  readonly escape: string | undefined;
};

/** Reads the SerDe's parameters. A delimiter is a character, or its code in decimal where it is a number: `1` is \u0001, as Hive's LazyUtils.getByte reads it. */
export function dialectOf(parameters: Readonly<Record<string, string>>): Dialect {
  const own = [
    delimiter(parameters['field.delim'] ?? parameters['serialization.format']) ?? '\u0001',
    delimiter(parameters['collection.delim'] ?? parameters['colelction.delim']) ?? '\u0002',
    delimiter(parameters['mapkey.delim']) ?? '\u0003',
  ];
  const deeper = Array.from({ length: 5 }, (_, level) => String.fromCharCode(level + 4));
  return {
    delimiters: [...own, ...deeper],
    nullText: parameters['serialization.null.format'] ?? '\\N',
    escape: delimiter(parameters['escape.delim']),
  };
}

function delimiter(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  return /^\d{1,3}$/.test(text) && Number(text) < 128 ? String.fromCharCode(Number(text)) : unescapeJava(text)[0];
}

function unescapeJava(text: string): string {
  return text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\([0-7]{3})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 8)))
    .replaceAll('\\t', '\t')
    .replaceAll('\\\\', '\\');
}

/** Delimited text. A value that is not of its column's type is NULL, and so is one that the line is too short for. */
export function textDecoder({ columns, wanted, parameters }: SerdeInput): Decode {
  const dialect = dialectOf(parameters);
  const fields = wanted.map((name) => {
    const index = columns.findIndex((column) => column.name === name);
    return { index, type: columns[index]?.type ?? { kind: 'varchar' as const } };
  });
  const lastTakesRest = parameters['serialization.last.column.takes.rest'] === 'true';
  return (line) => {
    const parts = split(line, dialect.delimiters[0] ?? '\u0001', dialect.escape);
    const values = lastTakesRest ? rest(parts, columns.length, dialect) : parts;
    return fields.map(({ index, type }) => textValue(type, values[index], dialect, 1));
  };
}

function rest(parts: readonly string[], count: number, dialect: Dialect): readonly string[] {
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(dialect.delimiters[0])];
}

function textValue(type: TrinoType, text: string | undefined, dialect: Dialect, level: number): string {
  if (text === undefined || text === dialect.nullText) return 'null';
  switch (type.kind) {
    case 'array': {
      const items = text === '' ? [] : split(text, delimiterAt(dialect, level), dialect.escape);
      return `[${items.map((item) => textValue(type.element, item, dialect, level + 1)).join(',')}]`;
    }
    case 'map':
      return mapValue(type, text, dialect, level);
    case 'row': {
      const parts = split(text, delimiterAt(dialect, level), dialect.escape);
      const members = type.fields.map(
        (field, index) => `${JSON.stringify(field.name)}:${textValue(field.type, parts[index], dialect, level + 1)}`,
      );
      return `{${members.join(',')}}`;
    }
    default:
      return scalarFromText(type, unescaped(text, dialect.escape)) ?? 'null';
  }
}

function mapValue(type: Extract<TrinoType, { kind: 'map' }>, text: string, dialect: Dialect, level: number): string {
  const entries = text === '' ? [] : split(text, delimiterAt(dialect, level), dialect.escape);
  const members = new Map<string, string>();
  for (const entry of entries) {
    const [key, ...value] = split(entry, delimiterAt(dialect, level + 1), dialect.escape);
    const read = textValue(type.key, key, dialect, level + 2);
    if (read === 'null') continue;
    const name = read.startsWith('"') ? read : JSON.stringify(read);
    const joined = value.length === 0 ? undefined : value.join(delimiterAt(dialect, level + 1));
    if (!members.has(name)) members.set(name, textValue(type.value, joined, dialect, level + 2));
  }
  return `{${[...members].map(([key, value]) => `${key}:${value}`).join(',')}}`;
}

const delimiterAt = (dialect: Dialect, level: number) => dialect.delimiters[level] ?? '\u0008';

function split(text: string, delimiter: string, escaper: string | undefined): string[] {
  if (escaper === undefined || !text.includes(escaper)) return text.split(delimiter);
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === escaper && at + 1 < text.length) {
      part += char + text[at + 1];
      at += 1;
    } else if (char === delimiter) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}

function unescaped(text: string, escaper: string | undefined): string {
  if (escaper === undefined || !text.includes(escaper)) return text;
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === escaper && at + 1 < text.length) at += 1;
    plain += text[at];
  }
  return plain;
}
