import type { NativeFunction } from '../functions/function.ts';
import { javaRegexp, UnsupportedPattern } from '../java-regexp.ts';
import { javaReplacement, type ReplacementPart } from '../java-replacement.ts';
import { fail, invalid, native } from './define.ts';
import { asNumber, asText } from './value.ts';

/** regexp_… over JavaScript's engine; patterns are translated once. */
export const regexpNatives: readonly NativeFunction[] = [
  native('trino_regexp_like', ['VARCHAR', 'VARCHAR', 'BOOLEAN'], (text, pattern) => {
    return compiled(asText(pattern)).test(asText(text));
  }),
  native('trino_regexp_extract', ['VARCHAR', 'VARCHAR', 'BIGINT', 'VARCHAR'], (text, pattern, group) => {
    checkGroup(asText(pattern), asNumber(group));
    return compiled(asText(pattern)).exec(asText(text))?.[asNumber(group)] ?? null;
  }),
  native('trino_regexp_extract_all', ['VARCHAR', 'VARCHAR', 'BIGINT', 'VARCHAR[]'], (text, pattern, group) => {
    checkGroup(asText(pattern), asNumber(group));
    return matches(asText(text), asText(pattern)).map((found) => found[asNumber(group)] ?? null);
  }),
  native('trino_regexp_replace', ['VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR'], (text, pattern, replacement) => {
    const parts = replacementParts(asText(pattern), asText(replacement));
    return asText(text).replace(compiled(asText(pattern)), (...found) =>
      parts.map((part) => filled(part, found)).join(''),
    );
  }),
  native('trino_regexp_split', ['VARCHAR', 'VARCHAR', 'VARCHAR[]'], (text, pattern) =>
    splitAt(asText(text), matches(asText(text), asText(pattern))),
  ),
  native(
    'trino_regexp_count',
    ['VARCHAR', 'VARCHAR', 'BIGINT'],
    (text, pattern) => matches(asText(text), asText(pattern)).length,
  ),
  native('trino_regexp_position', ['VARCHAR', 'VARCHAR', 'BIGINT', 'BIGINT', 'INTEGER'], (text, pattern, start, nth) =>
    positionOf(asText(text), asText(pattern), asNumber(start), asNumber(nth)),
  ),
  native('trino_regexp_groups', ['VARCHAR', 'VARCHAR', 'VARCHAR[][]'], (text, pattern) =>
    matches(asText(text), asText(pattern)).map((found) =>
      Array.from(found)
        .slice(1)
        .map((group) => group ?? null),
    ),
  ),
];

const cache = new Map<string, RegExp>();

/** At its beginning: a global RegExp keeps where it was. */
function compiled(pattern: string): RegExp {
  const known = cache.get(pattern);
  if (known) {
    known.lastIndex = 0;
    return known;
  }
  const regexp = translated(pattern) ?? invalid(`Invalid regular expression: ${pattern}`);
  if (cache.size > 500) cache.clear();
  cache.set(pattern, regexp);
  return regexp;
}

function translated(pattern: string): RegExp | undefined {
  try {
    return javaRegexp(pattern);
  } catch (error) {
    if (error instanceof UnsupportedPattern) return fail('NOT_SUPPORTED', `${error.message} in ${pattern}`);
    throw error;
  }
}

function matches(text: string, pattern: string): RegExpMatchArray[] {
  return Array.from(text.matchAll(compiled(pattern)));
}

function groupCount(pattern: string): number {
  return (new RegExp(`${compiled(pattern).source}|`, compiled(pattern).flags).exec('')?.length ?? 1) - 1;
}

function checkGroup(pattern: string, group: number): void {
  if (group < 0) invalid('Group cannot be negative');
  if (group === 0) return;
  const count = groupCount(pattern);
  if (group > count) invalid(`Pattern has ${count} groups. Cannot access group ${group}`);
}

function replacementParts(pattern: string, replacement: string): readonly ReplacementPart[] {
  if (!/[$\\]/.test(replacement)) return [replacement];
  const names = Object.keys(new RegExp(`${compiled(pattern).source}|`, compiled(pattern).flags).exec('')?.groups ?? {});
  const parts = javaReplacement(replacement, groupCount(pattern), names);
  return 'error' in parts ? invalid(parts.error) : parts;
}

function filled(part: ReplacementPart, found: readonly unknown[]): string {
  if (typeof part === 'string') return part;
  const value = typeof part === 'number' ? found[part] : named(found.at(-1), part.name);
  return typeof value === 'string' ? value : '';
}

function named(groups: unknown, name: string): unknown {
  return typeof groups === 'object' && groups ? Object.entries(groups).find(([key]) => key === name)?.[1] : undefined;
}

/** What lies between the matches, the ends included. */
function splitAt(text: string, found: readonly RegExpMatchArray[]): string[] {
  const parts: string[] = [];
  let end = 0;
  for (const one of found) {
    const at = one.index ?? 0;
    parts.push(text.slice(end, at));
    end = at + one[0].length;
  }
  return [...parts, text.slice(end)];
}

/** In code points, from 1; -1 where there is no n-th match. */
function positionOf(text: string, pattern: string, start: number, nth: number): number {
  if (start < 1) invalid('start position cannot be smaller than 1');
  if (nth < 1) invalid('occurrence cannot be smaller than 1');
  const before = [...text].slice(0, start - 1).join('').length;
  if ([...text].length < start - 1) return -1;
  const regexp = new RegExp(compiled(pattern));
  regexp.lastIndex = before;
  let found = regexp.exec(text);
  for (let n = 1; found && n < nth; n += 1) {
    if (found[0] === '') regexp.lastIndex += 1;
    found = regexp.exec(text);
  }
  return found ? [...text.slice(0, found.index)].length + 1 : -1;
}
