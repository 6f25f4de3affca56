import { castSql } from '../casts/cast.ts';
import { once } from '../casts/nested.ts';
import { coerce } from '../coercion.ts';
import { SqlError } from '../error.ts';
import { readPath } from '../json/path.ts';
import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType, text, typeName } from '../type-name.ts';
import type { TypedSql } from './function.ts';

/** A bound input of a SQL/JSON function; `json`: text that is JSON itself. */
export type JsonValue = { readonly value: TypedSql; readonly json: boolean };

export type JsonPathArguments = {
  readonly input: JsonValue;
  readonly path: string;
  readonly passing: readonly (JsonValue & { readonly name: string })[];
};

export type Behaviour = { readonly kind: string; readonly value?: TypedSql };

const VARCHAR: TrinoType = { kind: 'varchar' };

/** json_exists: `onError` is TRUE, FALSE, UNKNOWN or ERROR. */
export function bindJsonExists(call: JsonPathArguments, onError: string): TypedSql {
  const otherwise = onError === 'ERROR' ? undefined : onError === 'UNKNOWN' ? 'NULL' : onError.toLowerCase();
  const sql = once(`trino_json_exists(${pathArguments(call)})`, (found) => {
    const value = `CAST(list_extract(${found}, 2) AS BOOLEAN)`;
    return `CASE WHEN list_extract(${found}, 1) = 'value' THEN ${value} WHEN ${found} IS NOT NULL THEN ${otherwise ?? pathError(found)} END`;
  });
  return { type: { kind: 'boolean' }, sql };
}

/** json_value: NULL, ERROR or DEFAULT where the path finds nothing or not one scalar of the type. */
export function bindJsonValue(
  call: JsonPathArguments,
  returning: TrinoType,
  behaviours: { readonly onEmpty: Behaviour; readonly onError: Behaviour },
): TypedSql {
  const native = `trino_json_value(${pathArguments(call)}, ${text(typeName(returning))})`;
  const plain = (found: string): TypedSql => ({ type: VARCHAR, sql: `list_extract(${found}, 2)` });
  const isCast = castSql(plain('x'), returning) !== undefined;
  if (!isCast)
    throw new SqlError('TYPE_MISMATCH', `Invalid return type of function JSON_VALUE: ${typeName(returning)}`);
  const sql = once(native, (found) => {
    const value =
      returning.kind === 'varchar' ? plain(found).sql : `CAST(list_extract(${found}, 2) AS ${duckdbType(returning)})`;
    const empty = instead(behaviours.onEmpty, returning, found);
    const error = instead(behaviours.onError, returning, found);
    return `CASE list_extract(${found}, 1) WHEN 'value' THEN ${value} WHEN 'empty' THEN ${empty} WHEN 'error' THEN ${error} END`;
  });
  return { type: returning, sql };
}

/** json_query: JSON text; `onEmpty` and `onError` are NULL, ERROR, EMPTY ARRAY or EMPTY OBJECT. */
export function bindJsonQuery(
  call: JsonPathArguments,
  options: {
    readonly wrapper: string;
    readonly omitQuotes: boolean;
    readonly onEmpty: string;
    readonly onError: string;
  },
): TypedSql {
  const sql = once(`trino_json_query(${pathArguments(call)}, '${options.wrapper}', ${options.omitQuotes})`, (found) => {
    const empty = queryInstead(options.onEmpty, found);
    const error = queryInstead(options.onError, found);
    return `CASE list_extract(${found}, 1) WHEN 'value' THEN list_extract(${found}, 2) WHEN 'empty' THEN ${empty} WHEN 'error' THEN ${error} END`;
  });
  return { type: VARCHAR, sql };
}

/** json_object of keys and values. */
export function bindJsonObject(
  members: readonly { readonly key: TypedSql; readonly value: JsonValue }[],
  absentOnNull: boolean,
): TypedSql {
  const parts = members.map(({ key, value }) => {
    const name = coerce(key, VARCHAR);
    if (!name)
      throw new SqlError('INVALID_FUNCTION_ARGUMENT', `Invalid type of JSON object key: ${typeName(key.type)}`);
    return item(value, absentOnNull, `trino_json_string(${name.sql}) || ':' || `);
  });
  return {
    type: VARCHAR,
    sql: `('{' || array_to_string(list_filter(CAST([${parts.join(', ')}] AS VARCHAR[]), lambda part: part IS NOT NULL), ',') || '}')`,
  };
}

/** json_array of values. */
export function bindJsonArray(values: readonly JsonValue[], absentOnNull: boolean): TypedSql {
  const parts = values.map((value) => item(value, absentOnNull, ''));
  return {
    type: VARCHAR,
    sql: `('[' || array_to_string(list_filter(CAST([${parts.join(', ')}] AS VARCHAR[]), lambda part: part IS NOT NULL), ',') || ']')`,
  };
}

function item(value: JsonValue, absentOnNull: boolean, before: string): string {
  const json = jsonSql(value);
  return `${before}${absentOnNull ? json : `coalesce(${json}, 'null')`}`;
}

/** A value as JSON text. */
function jsonSql(input: JsonValue): string {
  const { value } = input;
  if (value.type.kind === 'unknown') return 'CAST(NULL AS VARCHAR)';
  if (input.json) return `trino_json_exact(${value.sql})`;
  const json = castSql(value, { kind: 'json' });
  if (json !== undefined) return json;
  throw new SqlError(
    'NOT_SUPPORTED',
    `JSON functions over ${typeName(value.type)} are not supported by the local cloud`,
  );
}

function pathArguments(call: JsonPathArguments): string {
  if (!readPath(call.path)) throw new SqlError('INVALID_PATH', `Invalid JSON path: ${call.path}`);
  const passed = call.passing.map((value) => ({ key: { type: VARCHAR, sql: text(value.name) }, value }));
  const { value } = call.input;
  if (value.type.kind !== 'varchar' && value.type.kind !== 'unknown' && value.type.kind !== 'json')
    throw new SqlError(
      'TYPE_MISMATCH',
      `JSON input must be of a character string type (actual: ${typeName(value.type)})`,
    );
  const input = value.type.kind === 'unknown' ? 'CAST(NULL AS VARCHAR)' : value.sql;
  return `${input}, ${text(call.path)}, ${bindJsonObject(passed, false).sql}`;
}

function instead(behaviour: Behaviour, type: TrinoType, found: string): string {
  if (behaviour.kind === 'ERROR') return pathError(found);
  if (!behaviour.value) return 'NULL';
  const value = coerce(behaviour.value, type);
  if (value) return value.sql;
  throw new SqlError(
    'TYPE_MISMATCH',
    `DEFAULT value must be of type ${typeName(type)} (actual: ${typeName(behaviour.value.type)})`,
  );
}

function queryInstead(kind: string, found: string): string {
  if (kind === 'ERROR') return pathError(found);
  return kind === 'EMPTY ARRAY' ? `'[]'` : kind === 'EMPTY OBJECT' ? `'{}'` : 'NULL';
}

function pathError(found: string): string {
  return raise('PATH_EVALUATION_ERROR', `concat('path evaluation failed: ', list_extract(${found}, 2))`);
}
