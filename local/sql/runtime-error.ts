import { SqlError } from './error.ts';
import { tooLargeToAnalyse } from './too-large.ts';

/**
 * DuckDB SQL that ends the running query with Trino's error `name`; `message` is SQL of a varchar. It has DuckDB's NULL type, so it fits any
 * branch of a CASE. A failing cast and not error(): error() is volatile, which TRY refuses, and a CASE in its place would be folded, and
 * so raised, while the statement is planned.
 */
export function raise(name: string, message: string): string {
  return `list_extract([NULL], CAST(concat('TRINO|${name}|', ${message}, '|TRINO') AS INTEGER))`;
}

/** The text that a native JavaScript function throws for Trino's error `name`. */
export function runtimeErrorText(name: string, message: string): string {
  return `TRINO|${name}|${message}|TRINO`;
}

const RAISED = /TRINO\|([A-Z_]+)\|([\s\S]*?)\|TRINO/;

/** DuckDB's own errors that have a counterpart in Trino; what is not here stays an internal error. */
const OWN: readonly (readonly [RegExp, string, string])[] = [
  [/^Out of Range Error: Overflow in/, 'NUMERIC_VALUE_OUT_OF_RANGE', 'Value out of range'],
  [/^Out of Range Error: Overflow on/, 'NUMERIC_VALUE_OUT_OF_RANGE', 'Value out of range'],
  [/^Out of Range Error: Cannot (negate|take)/, 'NUMERIC_VALUE_OUT_OF_RANGE', 'Value out of range'],
  [/^Out of Range Error: .*timestamp/i, 'INVALID_FUNCTION_ARGUMENT', 'Timestamp out of range'],
  [/^Conversion Error: Type INT\d+ with value .* out of range/, 'NUMERIC_VALUE_OUT_OF_RANGE', 'Value out of range'],
  [
    /^Conversion Error: Casting value .* to type DECIMAL/,
    'INVALID_CAST_ARGUMENT',
    'Cannot cast to decimal: out of range',
  ],
  [/^Conversion Error: .*out of range for the destination type/, 'INVALID_CAST_ARGUMENT', 'Out of range for the type'],
  [/^Conversion Error: /, 'INVALID_CAST_ARGUMENT', 'Value cannot be cast'],
  [/More than one row returned by a subquery/, 'SUBQUERY_MULTIPLE_ROWS', 'Scalar sub-query has returned multiple rows'],
  [/^Invalid Input Error: Map keys must be unique/, 'INVALID_FUNCTION_ARGUMENT', 'Duplicate map keys are not allowed'],
  [/^Invalid Input Error: Map keys can not be NULL/, 'INVALID_FUNCTION_ARGUMENT', 'map key cannot be null'],
];

/** DuckDB's limits on what a statement may hold, and a stack that one of our functions used up. */
const TOO_LARGE =
  /Max(?:imum)? expression depth|Maximum call stack size exceeded|stack overflow|maximum recursion depth/i;

/** Trino's error in the message of a failed DuckDB query; undefined where it is DuckDB's alone. */
export function readRuntimeError(message: string): SqlError | undefined {
  const raised = RAISED.exec(message);
  if (raised) return new SqlError(raised[1] ?? 'GENERIC_INTERNAL_ERROR', raised[2] ?? '');
  if (TOO_LARGE.test(message)) return tooLargeToAnalyse();
  const own = OWN.find(([pattern]) => pattern.test(message));
  if (!own) return undefined;
  const detail = message.split('\n')[0]?.replace(/^[\w ]+ Error: /, '');
  return new SqlError(own[1], `${own[2]}: ${detail}`);
}
