import { literal } from '../dialect/tokenize.ts';
import type { JsonPath } from './json-paths.ts';
import type { TargetColumn } from './target-columns.ts';

/** How a column's value is found in a row, a JSON value `r.v`. */
export type Source =
  /** A text in a list; what it says is JSON itself where `isJson`. */
  | { readonly kind: 'text'; readonly at: number; readonly isJson: boolean }
  | { readonly kind: 'path'; readonly path: JsonPath };

/** The SQL of a column's value, which fails where the value does not fit. */
export function valueSql({ type, maxBytes }: TargetColumn, source: Source): string {
  if (type === 'jsonb') return superSql(source);
  const text = source.kind === 'text' ? `(r.v ->> ${source.at})` : `(r.v #>> ${pathSql(source.path)})`;
  return maxBytes === undefined ? `CAST(${text} AS ${type})` : limitedSql(text, maxBytes);
}

function superSql(source: Source): string {
  if (source.kind === 'path') return `NULLIF((r.v #> ${pathSql(source.path)})::text, 'null')::jsonb`;
  return source.isJson ? `(r.v ->> ${source.at})::jsonb` : `to_jsonb(r.v ->> ${source.at})`;
}

const pathSql = (path: JsonPath) => `ARRAY[${path.map(literal).join(', ')}]::text[]`;

/** Text of at most so many bytes: VARCHAR(n) counts bytes on Redshift, letters on PostgreSQL. What is longer fails as a number that it is not. */
const limitedSql = (text: string, maxBytes: number) =>
  `CASE WHEN octet_length(${text}) > ${maxBytes} THEN CAST('String length exceeds DDL length: ' || ${text} AS integer)::text ELSE ${text} END`;

/** Why a value does not fit, in the words of STL_LOAD_ERRORS where they are known. */
export function reasonOf(message: string): string {
  const long = /"(String length exceeds DDL length): ([\s\S]*)"$/.exec(message);
  return long === null ? message : `${long[1]}, value '${clipped(long[2] ?? '')}'`;
}

const mostTold = 127;
const clipped = (value: string) => (value.length > mostTold ? `${value.slice(0, mostTold)}…` : value);
