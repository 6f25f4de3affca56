import type { NativeFunction } from '../functions/function.ts';
import { fail, invalid, native } from './define.ts';
import { asList, asNumber, asText } from './value.ts';

/** Texts: positions and lengths count code points. */
export const textNatives: readonly NativeFunction[] = [
  native('trino_split', ['VARCHAR', 'VARCHAR', 'BIGINT', 'VARCHAR[]'], (text, delimiter, limit) =>
    split(asText(text), asText(delimiter), asNumber(limit)),
  ),
  native('trino_split_part', ['VARCHAR', 'VARCHAR', 'BIGINT', 'VARCHAR'], (text, delimiter, index) =>
    splitPart(asText(text), asText(delimiter), asNumber(index)),
  ),
  native(
    'trino_split_entries',
    ['VARCHAR', 'VARCHAR', 'VARCHAR', 'BOOLEAN', 'VARCHAR[][]'],
    (text, entry, pair, unique) => splitEntries(asText(text), asText(entry), asText(pair), unique === true),
  ),
  native('trino_strpos', ['VARCHAR', 'VARCHAR', 'BIGINT', 'BIGINT'], (text, part, instance) =>
    position(asText(text), asText(part), asNumber(instance)),
  ),
  native('trino_translate', ['VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR'], (text, from, to) =>
    translate(asText(text), asText(from), asText(to)),
  ),
  native('trino_normalize', ['VARCHAR', 'VARCHAR', 'VARCHAR'], (text, form) => asText(text).normalize(asText(form))),
  native('trino_levenshtein', ['VARCHAR', 'VARCHAR', 'BIGINT'], (a, b) => levenshtein([...asText(a)], [...asText(b)])),
  native('trino_hamming', ['VARCHAR', 'VARCHAR', 'BIGINT'], (a, b) => hamming([...asText(a)], [...asText(b)])),
  native('trino_uuid_text', ['VARCHAR', 'VARCHAR'], (value) => uuidText(asText(value))),
  native('trino_luhn', ['VARCHAR', 'BOOLEAN'], (value) => luhn(asText(value))),
  native('trino_reverse', ['VARCHAR', 'VARCHAR'], (value) => [...asText(value)].reverse().join('')),
  native('trino_upper', ['VARCHAR', 'VARCHAR'], (value) => mapCase(asText(value), (c) => c.toUpperCase())),
  native('trino_lower', ['VARCHAR', 'VARCHAR'], (value) => mapCase(asText(value), (c) => c.toLowerCase())),
  native(
    'trino_truncate_list',
    ['VARCHAR[]', 'VARCHAR', 'VARCHAR', 'BOOLEAN', 'VARCHAR'],
    (items, separator, filler, counted) =>
      truncateList(asList(items).map(asText), asText(separator), asText(filler), counted === true),
  ),
  native('trino_soundex', ['VARCHAR', 'VARCHAR'], (value) => soundex(asText(value))),
];

function split(text: string, delimiter: string, limit: number): string[] {
  if (delimiter === '') invalid('The delimiter may not be the empty string');
  if (limit <= 0) invalid('Limit must be positive');
  const parts = text.split(delimiter);
  return parts.length <= limit ? parts : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(delimiter)];
}

function splitPart(text: string, delimiter: string, index: number): string | null {
  if (index <= 0) invalid('Index must be greater than zero');
  const parts = delimiter === '' ? [...text] : text.split(delimiter);
  return parts[index - 1] ?? null;
}

function splitEntries(text: string, entryDelimiter: string, pairDelimiter: string, unique: boolean): string[][] {
  checkDelimiters(entryDelimiter, pairDelimiter);
  const entries = text.split(entryDelimiter);
  if (entries.at(-1) === '') entries.pop();
  const seen = new Set<string>();
  return entries.map((entry) => {
    const [key = '', value = '', ...more] = entry.split(pairDelimiter);
    if (!entry.includes(pairDelimiter) || more.length > 0)
      invalid(`Key-value delimiter must appear exactly once in each entry. Bad input: '${entry}'`);
    if (unique && seen.has(key)) invalid(`Duplicate keys (${key}) are not allowed`);
    seen.add(key);
    return [key, value];
  });
}

function checkDelimiters(entryDelimiter: string, pairDelimiter: string): void {
  if (entryDelimiter === '') invalid('entryDelimiter is empty');
  if (pairDelimiter === '') invalid('keyValueDelimiter is empty');
  if (entryDelimiter === pairDelimiter) invalid('entryDelimiter and keyValueDelimiter must not be the same');
}

/** The n-th place of `part`, counted from the end where the instance is negative; 0: none. */
function position(text: string, part: string, instance: number): number {
  if (instance === 0) invalid("'instance' must not be a positive or negative number.");
  if (part === '') return 1;
  let at = instance > 0 ? -1 : text.length;
  for (let n = Math.abs(instance); n > 0; n -= 1) {
    at = instance > 0 ? text.indexOf(part, at + 1) : lastBefore(text, part, at);
    if (at < 0) return 0;
  }
  return [...text.slice(0, at)].length + 1;
}

function lastBefore(text: string, part: string, at: number): number {
  return at === 0 ? -1 : text.lastIndexOf(part, at - 1);
}

/** LISTAGG … ON OVERFLOW TRUNCATE: as many items as fit into 1 MiB, then the filler. */
function truncateList(items: readonly string[], separator: string, filler: string, counted: boolean): string {
  const between = Buffer.byteLength(separator);
  let bytes = 0;
  for (const [index, item] of items.entries()) {
    bytes += Buffer.byteLength(item) + (index > 0 ? between : 0);
    if (bytes <= 1_048_576) continue;
    const left = counted ? `${filler}(${items.length - index})` : filler;
    return [...items.slice(0, index), left].join(separator);
  }
  return items.join(separator);
}

function translate(text: string, from: string, to: string): string {
  const targets = [...to];
  const replacement = new Map<string, string>();
  for (const [index, character] of [...from].entries())
    if (!replacement.has(character)) replacement.set(character, targets[index] ?? '');
  return [...text].map((character) => replacement.get(character) ?? character).join('');
}

function levenshtein(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      const replaced = (row[j] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function hamming(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) invalid('The input strings to hamming_distance function must have the same length');
  return a.filter((character, index) => character !== b[index]).length;
}

function uuidText(text: string): string {
  if (text.length !== 36) fail('INVALID_CAST_ARGUMENT', `Invalid UUID string length: ${text.length}`);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  return fail('INVALID_CAST_ARGUMENT', `Cannot cast value to UUID: ${text}`);
}

function luhn(text: string): boolean {
  if (!/^\d*$/.test(text)) invalid('Input contains non-digit characters');
  if (text === '') return false;
  const sum = [...text].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** One code point becomes one code point: ß stays ß. */
function mapCase(text: string, change: (character: string) => string): string {
  let changed = '';
  for (const character of text) {
    const other = change(character);
    changed += [...other].length === 1 ? other : character;
  }
  return changed;
}

const soundexCodes: Readonly<Record<string, string>> = {
  B: '1',
  F: '1',
  P: '1',
  V: '1',
  C: '2',
  G: '2',
  J: '2',
  K: '2',
  Q: '2',
  S: '2',
  X: '2',
  Z: '2',
  D: '3',
  T: '3',
  L: '4',
  M: '5',
  N: '5',
  R: '6',
};

function soundex(text: string): string {
  const letters = text.toUpperCase().replace(/[^A-Z]/g, '');
  if (letters === '') return '';
  let code = letters[0] ?? '';
  let last = soundexCodes[code];
  for (const letter of letters.slice(1)) {
    const next = soundexCodes[letter];
    if (next !== undefined && next !== last) code += next;
    if (letter !== 'H' && letter !== 'W') last = next;
  }
  return code.padEnd(4, '0').slice(0, 4);
}
