import type { Call, Expression } from '../ast.ts';
import { aggregateFunction } from '../functions/registry.ts';

/** The first aggregate call or GROUPING() of a query block, not looking into subqueries; OVER makes an aggregate a window function. */
export function findAggregate(node: unknown): Call | Extract<Expression, { kind: 'grouping' }> | undefined {
  return find(node, (value): value is Call | Extract<Expression, { kind: 'grouping' }> => {
    if (value.kind === 'grouping') return true;
    return value.kind === 'call' && !value.over && isAggregate(value);
  });
}

export function findWindow(node: unknown): Call | undefined {
  return find(node, (value): value is Call => value.kind === 'call' && value.over !== undefined);
}

function isAggregate(call: Call): boolean {
  return call.name.length === 1 && aggregateFunction(call.name[0]?.value.toLowerCase() ?? '') !== undefined;
}

function find<T extends Expression>(node: unknown, wanted: (value: Expression) => value is T): T | undefined {
  if (typeof node !== 'object' || node === null || isQuery(node)) return undefined;
  if (isExpression(node) && wanted(node)) return node;
  for (const child of Object.values(node)) {
    const found = find(child, wanted);
    if (found) return found;
  }
  return undefined;
}

function isQuery(node: object): boolean {
  return 'kind' in node && node.kind === 'query';
}

function isExpression(node: object): node is Expression {
  return 'at' in node && 'kind' in node;
}
