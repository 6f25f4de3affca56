import type { Expression } from '../ast.ts';
import type { PropertyNode } from '../ast-statement.ts';
import { SqlError } from '../error.ts';
import type { Properties } from '../plan.ts';

/** Properties of WITH (…): constants only. */
export function constantProperties(nodes: readonly PropertyNode[]): Properties {
  return Object.fromEntries(
    nodes.flatMap(({ name, value }) => (value ? [[name.value.toLowerCase(), constantValue(value)]] : [])),
  );
}

function constantValue(node: Expression): string | number | boolean | readonly string[] {
  if (node.kind === 'string' || node.kind === 'boolean') return node.value;
  if (node.kind === 'number') return Number(node.text);
  if (node.kind === 'array' && node.items.every((item) => item.kind === 'string')) {
    return node.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  }
  throw new SqlError('INVALID_TABLE_PROPERTY', 'a property must be a constant', node.at);
}
