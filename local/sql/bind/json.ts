import type { Expression } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';

type JsonNode = Extract<
  Expression,
  { kind: 'json exists' | 'json value' | 'json query' | 'json object' | 'json array' }
>;

export function bindJson(node: Expression, _bind: (value: Expression) => TypedSql): TypedSql {
  throw new SqlError('NOT_SUPPORTED', `${node.kind} is not supported by the local cloud`, node.at);
}
export type { JsonNode };
