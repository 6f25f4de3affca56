import type { Expression } from '../ast.ts';
import type { Scope } from './context.ts';
import { resolveName } from './resolve.ts';

/** Two expressions of one scope mean the same where their keys are equal: names are resolved, spelling and positions left out. */
export function expressionKey(expression: Expression, scope: Scope): string {
  return keyOf(expression, scope);
}

function keyOf(value: unknown, scope: Scope): string {
  if (Array.isArray(value)) return `[${value.map((item) => keyOf(item, scope)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if ('kind' in value && value.kind === 'query') return plainKey(value);
  return isExpression(value) ? nodeKey(value, scope) : objectKey(value, scope);
}

/** A subquery's own text: its names are not this scope's. */
function plainKey(value: object): string {
  return JSON.stringify(value, (name, item) => (name === 'at' ? undefined : item));
}

function nodeKey(node: Expression, scope: Scope): string {
  if (node.kind === 'name') return nameKey(node, scope);
  if (node.kind === 'field') return `${keyOf(node.base, scope)}.${node.field.value.toLowerCase()}`;
  return node.kind === 'call' ? callKey(node, scope) : objectKey(node, scope);
}

function objectKey(value: object, scope: Scope): string {
  const entries = Object.entries(value).filter(([name]) => name !== 'at');
  return `{${entries.map(([name, item]) => `${name}:${keyOf(item, scope)}`).join(',')}}`;
}

function callKey(call: Extract<Expression, { kind: 'call' }>, scope: Scope): string {
  const name = call.name.map((part) => part.value.toLowerCase()).join('.');
  return `${name}${objectKey({ ...call, name: undefined }, scope)}`;
}

function nameKey(name: Extract<Expression, { kind: 'name' }>, scope: Scope): string {
  const found = resolveName(name.parts, scope);
  const base = found?.field ? found.field.sql : (found?.value.sql ?? '?');
  const path = found ? found.path : name.parts;
  return [base, ...path.map((part) => part.value.toLowerCase())].join('.');
}

function isExpression(value: object): value is Expression {
  return 'kind' in value && 'at' in value;
}
