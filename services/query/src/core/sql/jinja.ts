import type { SqlMistake } from './mistake.ts';
import { placeOf } from './place.ts';

/** Blanks of dbt's templates, in SQL but not in texts and comments: what they are, and the SQL with something in their places that parses. */
export type Jinja = { readonly sql: string; readonly mistakes: readonly SqlMistake[] };

const pieces =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\})/g;
const ownWord = /^\{\{[ \t]*(?!this\b)[a-zA-Z_]+[ \t]*\}\}$/;

/** dbt fills templates in, this lake does not: says of each what to write instead. `known` are the words that become something. */
export function readJinja(template: string, known: readonly string[]): Jinja {
  const mistakes: SqlMistake[] = [];
  const sql = template.replace(pieces, (all: string, found: string | undefined, index: number) => {
    if (found === undefined || ownWord.test(found)) return all;
    const message = `dbt's templates are not filled in here: ${insteadOf(found, known)}`;
    mistakes.push({ ...placeOf(template, index), message });
    return isName(found)
      ? found.replace(/[^\n]+/, (line) => 'x'.padEnd(line.length, '_')).replace(/\n[^\n]*/g, blank)
      : blank(found);
  });
  return { sql, mistakes };
}

const blank = (text: string) => text.replace(/[^\n]/g, ' ');

/** `{{ config(…) }}` stands for nothing, other expressions for a name or a value. */
const isName = (found: string) => found.startsWith('{{') && !/^\{\{-?\s*config\b/.test(found);

const instead: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [
    /^\{\{-?\s*ref\(\s*(?:(["'])[^"']*\1\s*,\s*)?(["'])(\w+)\2\s*\)\s*-?\}\}$/,
    ([, , , name]) => `write {{lake}}.${name}`,
  ],
  [
    /^\{\{-?\s*source\(\s*(["'])(lake|raw)\1\s*,\s*(["'])(\w+)\3\s*\)\s*-?\}\}$/,
    ([, , database, , table]) => `write {{${database}}}.${table}`,
  ],
  [
    /^\{\{-?\s*source\([^)]*(["'])(\w+)\1\s*\)\s*-?\}\}$/,
    ([, , table]) => `write {{lake}}.${table}, or {{raw}}.${table}`,
  ],
  [
    /^\{\{-?\s*this\b/,
    () => 'a SELECT does not read its own table: what is there is replaced by partition, or merged by key',
  ],
  [/^\{\{-?\s*config\b/, () => 'its settings are words of the first comment'],
  [/^\{%-?\s*(if|elif|else|endif)\b/, () => 'the SELECT is that of a whole partition, which WHERE {{days}} bounds'],
  [/^\{#/, () => 'a comment begins with --'],
];

function insteadOf(found: string, known: readonly string[]): string {
  for (const [pattern, write] of instead) {
    const read = pattern.exec(found);
    if (read !== null) return write(read);
  }
  return `write SQL; words that stand for something are: ${known.map((word) => `{{${word}}}`).join(', ')}`;
}
