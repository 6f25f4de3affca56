/** A JSON value that keeps the source text of its numbers. */
export type JsonNode =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: JsonNode])[] };

type Cursor = { readonly text: string; at: number };

const maxDepth = 500;

/** Reads one JSON value; undefined where the text is none, or has something after it. */
export function readJson(text: string): JsonNode | undefined {
  const cursor: Cursor = { text, at: 0 };
  const node = readNode(cursor, 0);
  skipSpace(cursor);
  return cursor.at === text.length ? node : undefined;
}

function readNode(cursor: Cursor, depth: number): JsonNode | undefined {
  skipSpace(cursor);
  const char = cursor.text[cursor.at];
  if (depth > maxDepth || char === undefined) return undefined;
  if (char === '{') return readObject(cursor, depth);
  if (char === '[') return readArray(cursor, depth);
  if (char === '"') {
    const value = readString(cursor);
    return value === undefined ? undefined : { kind: 'string', value };
  }
  return readWord(cursor);
}

const words: Readonly<Record<string, JsonNode>> = {
  null: { kind: 'null' },
  true: { kind: 'boolean', value: true },
  false: { kind: 'boolean', value: false },
};

const word = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|null|true|false|-?NaN|-?Infinity/y;

function readWord(cursor: Cursor): JsonNode | undefined {
  word.lastIndex = cursor.at;
  const text = word.exec(cursor.text)?.[0];
  if (text === undefined) return undefined;
  cursor.at += text.length;
  return words[text] ?? { kind: 'number', text };
}

const plain = /"([^"\\]*)"/y;
const escaped = /"(?:[^"\\]|\\.)*"/sy;

function readString(cursor: Cursor): string | undefined {
  plain.lastIndex = cursor.at;
  const simple = plain.exec(cursor.text);
  if (simple) {
    cursor.at = plain.lastIndex;
    return simple[1];
  }
  escaped.lastIndex = cursor.at;
  const full = escaped.exec(cursor.text)?.[0];
  if (full === undefined) return undefined;
  cursor.at += full.length;
  return unescaped(full);
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(quoted: string): string | undefined {
  const body = quoted.slice(1, -1);
  if (/\\u(?![0-9a-fA-F]{4})/.test(body)) return undefined;
  return body.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, code: string | undefined, char: string) =>
    code === undefined ? (escapes[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function readArray(cursor: Cursor, depth: number): JsonNode | undefined {
  const items: JsonNode[] = [];
  cursor.at += 1;
  if (accept(cursor, ']')) return { kind: 'array', items };
  do {
    const item = readNode(cursor, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  } while (accept(cursor, ','));
  return accept(cursor, ']') ? { kind: 'array', items } : undefined;
}

function readObject(cursor: Cursor, depth: number): JsonNode | undefined {
  const entries: (readonly [string, JsonNode])[] = [];
  cursor.at += 1;
  if (accept(cursor, '}')) return { kind: 'object', entries };
  do {
    skipSpace(cursor);
    const key = readString(cursor);
    const value = key !== undefined && accept(cursor, ':') ? readNode(cursor, depth + 1) : undefined;
    if (key === undefined || value === undefined) return undefined;
    entries.push([key, value]);
  } while (accept(cursor, ','));
  return accept(cursor, '}') ? { kind: 'object', entries } : undefined;
}

function accept(cursor: Cursor, char: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== char) return false;
  cursor.at += 1;
  return true;
}

function skipSpace(cursor: Cursor) {
  while (cursor.at < cursor.text.length && ' \t\r\n'.includes(cursor.text[cursor.at] ?? '')) cursor.at += 1;
}

/** The value as compact JSON text, its numbers as they were written. */
export function printJson(node: JsonNode): string {
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return JSON.stringify(node.value);
    case 'array':
      return `[${node.items.map(printJson).join(',')}]`;
    case 'object':
      return `{${node.entries.map(([key, value]) => `${JSON.stringify(key)}:${printJson(value)}`).join(',')}}`;
  }
}
