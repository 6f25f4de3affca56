import type { NativeFunction } from '../functions/function.ts';
import { type PathQuery, readPath } from '../json/path.ts';
import { evaluatePath } from '../json/path-eval.ts';
import { PathError } from '../json/path-item.ts';
import { type Json, readJson, writeExactJson } from '../json/tree.ts';
import { decimalText, parseDecimal } from './decimal.ts';
import { native } from './define.ts';
import { asText } from './value.ts';

/**
 * SQL/JSON: each answers [outcome, text], where the outcome is `value`, `null`, `empty` or `error` and the text a value's or an
 * error's. `passed` is a JSON object of the PASSING arguments.
 */
export const jsonPathNatives: readonly NativeFunction[] = [
  native('trino_json_exists', ['VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR[]'], (input, path, passed) =>
    outcome(input, path, passed, (items) => ['value', String(items.length > 0)]),
  ),
  native('trino_json_value', ['VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR[]'], (input, path, passed, type) =>
    outcome(input, path, passed, (items) => scalarOf(items, asText(type))),
  ),
  native(
    'trino_json_query',
    ['VARCHAR', 'VARCHAR', 'VARCHAR', 'VARCHAR', 'BOOLEAN', 'VARCHAR[]'],
    (input, path, passed, wrapper, omit) =>
      outcome(input, path, passed, (items) => queried(items, asText(wrapper), omit === true)),
  ),
  native('trino_json_exact', ['VARCHAR', 'VARCHAR'], (input) => {
    const json = readJson(asText(input));
    return json ? writeExactJson(json) : null;
  }),
];

type Outcome = readonly [string, string];

const paths = new Map<string, PathQuery | undefined>();

function outcome(input: unknown, path: unknown, passed: unknown, of: (items: readonly Json[]) => Outcome): Outcome {
  const query = compiled(asText(path));
  const root = readJson(asText(input));
  const variables = readJson(asText(passed));
  if (!query) return ['error', `Invalid JSON path: ${asText(path)}`];
  if (!root) return ['error', 'conversion to JSON failed'];
  try {
    return of(evaluatePath(query, root, new Map(variables?.is === 'object' ? variables.members : [])));
  } catch (error) {
    if (error instanceof PathError) return ['error', error.message];
    throw error;
  }
}

function compiled(path: string): PathQuery | undefined {
  if (!paths.has(path)) paths.set(path, readPath(path));
  return paths.get(path);
}

function scalarOf(items: readonly Json[], type: string): Outcome {
  const [item, ...more] = items;
  if (!item) return ['empty', ''];
  if (more.length > 0) return ['error', 'JSON path found multiple items'];
  if (item.is === 'null') return ['null', ''];
  if (item.is === 'array' || item.is === 'object')
    return ['error', 'JSON path found an item that cannot be converted to an SQL value'];
  const text = item.is === 'number' ? item.text : String(item.value);
  const converted = convert(text, type);
  return converted === undefined ? ['error', `Cannot cast value to ${type}: ${text}`] : ['value', converted];
}

/** The text of a value of a type that DuckDB reads; undefined where it is none. */
function convert(text: string, type: string): string | undefined {
  const number = parseDecimal(text, 0);
  switch (type) {
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint': {
      const limit = 2n ** BigInt((sizes[type] ?? 64) - 1);
      return number === undefined || number >= limit || number < -limit ? undefined : decimalText(number, 0);
    }
    case 'double':
    case 'real':
      return number === undefined ? undefined : text;
    case 'boolean':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() : undefined;
    default:
      return convertDecimal(text, type);
  }
}

const sizes: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, integer: 32, bigint: 64 };

function convertDecimal(text: string, type: string): string | undefined {
  const decimal = /^decimal\((\d+),(\d+)\)$/.exec(type);
  if (!decimal) return text;
  const scale = Number(decimal[2]);
  const unscaled = parseDecimal(text, scale);
  const limit = 10n ** BigInt(decimal[1] ?? 38);
  return unscaled === undefined || unscaled >= limit || unscaled <= -limit ? undefined : decimalText(unscaled, scale);
}

function queried(items: readonly Json[], wrapper: string, omitQuotes: boolean): Outcome {
  const [item, ...more] = items;
  if (!item) return ['empty', ''];
  const isContainer = item.is === 'array' || item.is === 'object';
  if (wrapper === 'UNCONDITIONAL' || (wrapper === 'CONDITIONAL' && (more.length > 0 || !isContainer)))
    return ['value', writeExactJson({ is: 'array', items })];
  if (more.length > 0) return ['error', 'JSON path found multiple items'];
  return ['value', omitQuotes && item.is === 'string' ? item.value : writeExactJson(item)];
}
