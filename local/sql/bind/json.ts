import type { Expression, JsonBehaviour, JsonInput, JsonPathCall } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import {
  type Behaviour,
  bindJsonArray,
  bindJsonExists,
  bindJsonObject,
  bindJsonQuery,
  bindJsonValue,
  type JsonPathArguments,
  type JsonValue,
} from '../functions/sql-json.ts';
import { parseTypeName } from '../parse-type-name.ts';

type Bind = (value: Expression) => TypedSql;

type JsonNode = Extract<
  Expression,
  { kind: 'json exists' | 'json value' | 'json query' | 'json object' | 'json array' }
>;

/** The functions of SQL/JSON, which have a syntax of their own. */
export function bindJson(node: Expression, bind: Bind): TypedSql {
  switch (node.kind) {
    case 'json exists':
      return bindJsonExists(pathCall(node.call, bind), node.onError);
    case 'json value':
      return bindJsonValue(pathCall(node.call, bind), parseTypeName(node.returning ?? 'varchar'), {
        onEmpty: behaviour(node.onEmpty, bind),
        onError: behaviour(node.onError, bind),
      });
    case 'json query':
      refuseReturning(node);
      return bindJsonQuery(pathCall(node.call, bind), node);
    case 'json object':
      refuseReturning(node);
      if (node.uniqueKeys)
        throw new SqlError('NOT_SUPPORTED', 'json_object WITH UNIQUE KEYS is not supported', node.at);
      return bindJsonObject(
        node.members.map(({ key, value }) => ({ key: bind(key), value: input(value, bind) })),
        node.absentOnNull,
      );
    case 'json array':
      refuseReturning(node);
      return bindJsonArray(
        node.items.map((item) => input(item, bind)),
        node.absentOnNull,
      );
    default:
      throw new SqlError('NOT_SUPPORTED', `${node.kind} is not supported by the local cloud`, node.at);
  }
}

function refuseReturning(node: JsonNode): void {
  if (!('returning' in node) || node.returning === undefined || /^varchar$/i.test(node.returning)) return;
  throw new SqlError('NOT_SUPPORTED', `${node.kind} RETURNING ${node.returning} is not supported`, node.at);
}

function pathCall(call: JsonPathCall, bind: Bind): JsonPathArguments {
  const passing = call.passing.map(({ value, name }) => ({ ...input(value, bind), name: name.value }));
  return { input: input(call.input, bind), path: call.path, passing };
}

/** What is FORMAT JSON, or comes from a JSON function, is JSON and no text. */
function input(value: JsonInput, bind: Bind): JsonValue {
  const nested =
    value.value.kind === 'json object' || value.value.kind === 'json array' || value.value.kind === 'json query';
  return { value: bind(value.value), json: value.formatted || nested };
}

function behaviour(given: JsonBehaviour, bind: Bind): Behaviour {
  return given.value ? { kind: given.kind, value: bind(given.value) } : { kind: given.kind };
}
