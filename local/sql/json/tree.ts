import { javaDouble } from '../java-number.ts';

/** A JSON value; numbers keep their text, objects the order (and repetition) of their members. */
export type Json =
  | { readonly is: 'null' }
  | { readonly is: 'boolean'; readonly value: boolean }
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'array'; readonly items: readonly Json[] }
  | { readonly is: 'object'; readonly members: readonly (readonly [string, Json])[] };

/** Reads JSON text; undefined for what is none. */
export function readJson(text: string): Json | undefined {
  const reader = { text, at: 0 };
  try {
    const value = readValue(reader);
    skipSpace(reader);
    return reader.at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Trino's text of a JSON value: no spaces, whole numbers as they are, others as Java prints a double. */
export function writeJson(json: Json): string {
  return write(json, normalNumber);
}

/** The same with numbers as they were written. */
export function writeExactJson(json: Json): string {
  return write(json, (text) => text);
}

function write(json: Json, number: (text: string) => string): string {
  switch (json.is) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(json.value);
    case 'number':
      return number(json.text);
    case 'string':
      return jsonString(json.value);
    case 'array':
      return `[${json.items.map((item) => write(item, number)).join(',')}]`;
    case 'object':
      return `{${json.members.map(([key, value]) => `${jsonString(key)}:${write(value, number)}`).join(',')}}`;
  }
}

/** As json_parse leaves it: each key once, with its last value, in order. */
export function sortedJson(json: Json): Json {
  if (json.is === 'array') return { is: 'array', items: json.items.map(sortedJson) };
  if (json.is !== 'object') return json;
  const last = new Map(json.members.map(([key, value]) => [key, sortedJson(value)]));
  return { is: 'object', members: [...last].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
}

/** A JSON string with the escapes that Jackson writes. */
export function jsonString(value: string): string {
  const escaped = value.replace(/["\\]|[^ -\uffff]/g, (character) => {
    const short = escapes[character];
    return short ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** The member of an object by its key, the last of several. */
export function memberOf(json: Json, key: string): Json | undefined {
  return json.is === 'object' ? json.members.findLast(([name]) => name === key)?.[1] : undefined;
}

function normalNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return text === '-0' ? '0' : text;
  return javaDouble(Number(text));
}

type Reader = { readonly text: string; at: number };

function skipSpace(reader: Reader): void {
  while (/[ \t\n\r]/.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

function readValue(reader: Reader): Json {
  skipSpace(reader);
  const start = reader.text[reader.at];
  if (start === '{') return readObject(reader);
  if (start === '[') return readArray(reader);
  if (start === '"') return { is: 'string', value: readString(reader) };
  return readPlain(reader);
}

const PLAIN = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readPlain(reader: Reader): Json {
  PLAIN.lastIndex = reader.at;
  const text = PLAIN.exec(reader.text)?.[0];
  if (text === undefined) throw new SyntaxError('no JSON value');
  reader.at += text.length;
  if (text === 'null') return { is: 'null' };
  if (text === 'true' || text === 'false') return { is: 'boolean', value: text === 'true' };
  return { is: 'number', text };
}

const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;

function readString(reader: Reader): string {
  STRING.lastIndex = reader.at;
  const text = STRING.exec(reader.text)?.[0];
  if (text === undefined) throw new SyntaxError('no JSON string');
  reader.at += text.length;
  const value: unknown = text.includes('\\') ? JSON.parse(text) : text.slice(1, -1);
  return String(value);
}

function readArray(reader: Reader): Json {
  reader.at += 1;
  const items: Json[] = [];
  if (closes(reader, ']')) return { is: 'array', items };
  do items.push(readValue(reader));
  while (continues(reader, ']'));
  return { is: 'array', items };
}

function readObject(reader: Reader): Json {
  reader.at += 1;
  const members: (readonly [string, Json])[] = [];
  if (closes(reader, '}')) return { is: 'object', members };
  do {
    skipSpace(reader);
    const key = readString(reader);
    if (!closes(reader, ':')) throw new SyntaxError('no colon');
    members.push([key, readValue(reader)]);
  } while (continues(reader, '}'));
  return { is: 'object', members };
}

function closes(reader: Reader, character: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

function continues(reader: Reader, end: string): boolean {
  if (closes(reader, ',')) return true;
  if (closes(reader, end)) return false;
  throw new SyntaxError('neither comma nor end');
}
