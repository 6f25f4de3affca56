/** Where the parser stopped, in the patterns below. */
const here = '▮';

/** What people write who come from another database, around the place where the parser stopped, and what Athena has instead. */
const idioms: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/▮::/, 'instead of `::` write CAST(… AS type)'],
  [/\bQUALIFY\s+▮|▮QUALIFY\b/i, 'there is no QUALIFY: number the rows in a subquery, and filter outside of it'],
  [/\*\s*(▮EXCEPT|EXCEPT\s*\(\s*▮|▮(EXCLUDE|REPLACE|RENAME)\b)/i, '* is all columns: name those that are wanted'],
  [/\bLIMIT\s+\d+\s*▮,/i, 'instead of LIMIT 1, 2 write OFFSET 1 LIMIT 2'],
  [/\bLIMIT\s+\w+\s+▮OFFSET\b/i, 'OFFSET stands before LIMIT'],
  [/,\s*▮(FROM|WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|SELECT|\)|$)|▮IN\s*\([^()]*,\s*\)/i, 'there is a comma too many'],
  [/▮(NOT\s+)?ILIKE\b/i, "instead of ILIKE write lower(…) LIKE '…'"],
  [/▮(NOT\s+)?(RLIKE|REGEXP)\b|▮!?~/i, "write regexp_like(…, '…')"],
  [/▮==|=▮=/, 'one = compares'],
  [/▮&/, 'instead of && write AND'],
  [/▮[“”„‘’‚«»]/, 'quotes are straight: \'…\' is a text, "…" a name'],
  [/▮[\u00a0\u2000-\u200f\u202f\u2060\ufeff]/, 'a blank that is no space stands here: write a space'],
  [/▮\$?\{\w+\}/, 'words of a template stand in {{ and }}'],
  [/->\s*▮>/, "instead of ->> write json_extract_scalar(…, '$.name')"],
  [/▮\[/, 'a list is ARRAY[…]'],
  [/\bDISTINCT\s+▮ON\b/i, 'there is no DISTINCT ON: number the rows in a subquery, and filter outside of it'],
  [/\bTOP\s+▮\d/i, 'instead of TOP write LIMIT at the end'],
  [/\bLATERAL\s+▮VIEW\b/i, 'instead of LATERAL VIEW write CROSS JOIN UNNEST(…) AS t (…)'],
  [/▮(#|\/\/)|\/▮\//, 'a comment begins with --'],
  [/\bINTERVAL\s+▮\d/i, "the number stands in quotes: INTERVAL '1' DAY"],
  [/^\s*▮FROM\b/i, 'SELECT stands before FROM'],
  [/;\s*▮\S/, 'a file has one SELECT'],
  [/▮INTO\b/i, "a SELECT goes into the table of the file's name: leave INTO out"],
  [/\bPIVOT\s*▮\(/i, 'there is no PIVOT: write a column of each by FILTER (WHERE …)'],
  [/\bGROUP\s+BY\s+ALL\s*▮/i, 'name the columns, or their numbers'],
  [/\bAS\s+▮(SELECT|WITH)\b/i, 'the query of a WITH stands in parentheses'],
  [/(\bAS\s+|\.\s*)▮[a-z]\w*/i, 'it is a word of SQL, and a name in double quotes alone'],
  [/▮$/, 'the SELECT ends here, and something is missing'],
];

const enough = 200;

/** What to write instead of what stands between the two parts of a statement that does not parse; undefined where nobody knows. */
export function insteadOfIdiom(before: string, after: string): string | undefined {
  const around = `${before.slice(-enough)}${here}${after.slice(0, enough)}`;
  return idioms.find(([pattern]) => pattern.test(around))?.[1];
}

const pieces = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(['"]|\/\*)/g;
const kinds: ReadonlyMap<string, string> = new Map([
  ["'", 'a text begins here that has no end'],
  ['"', 'a name in quotes begins here that has no end'],
  ['/*', 'a comment begins here that has no end'],
]);

/** A text, a name or a comment without an end: what is wrong then is where it begins. */
export function unended(sql: string): { readonly index: number; readonly message: string } | undefined {
  const [first] = [...sql.matchAll(pieces)].filter(({ 1: opening }) => opening !== undefined);
  return first === undefined ? undefined : { index: first.index, message: kinds.get(first[0]) ?? '' };
}
