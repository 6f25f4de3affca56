import { javaDouble } from '../java-number.ts';
import type { Json } from './tree.ts';

/** What a strict path refuses. */
export class PathError extends Error {}

/** A comparison of two items; undefined: they do not compare. */
export function compareItems(operator: string, a: Json, b: Json): boolean | undefined {
  if (a.is === 'null' || b.is === 'null') return compareNull(operator, a.is === b.is);
  const order = orderOf(a, b);
  return order === undefined ? undefined : holds(operator, order);
}

function compareNull(operator: string, same: boolean): boolean | undefined {
  if (operator === '==') return same;
  return operator === '!=' ? !same : undefined;
}

function orderOf(a: Json, b: Json): number | undefined {
  if (a.is === 'number' && b.is === 'number') return Number(a.text) - Number(b.text);
  if (a.is === 'boolean' && b.is === 'boolean') return Number(a.value) - Number(b.value);
  if (a.is !== 'string' || b.is !== 'string') return undefined;
  return Buffer.compare(Buffer.from(a.value), Buffer.from(b.value));
}

function holds(operator: string, order: number): boolean {
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

export function arithmetic(operator: string, a: Json, b: Json): Json {
  const [x, y] = [numberOf(a), numberOf(b)];
  if ((operator === '/' || operator === '%') && y === 0) throw new PathError('division by zero');
  const whole = isWhole(a) && isWhole(b);
  switch (operator) {
    case '+':
      return number(x + y, whole);
    case '-':
      return number(x - y, whole);
    case '*':
      return number(x * y, whole);
    case '/':
      return number(whole ? Math.trunc(x / y) : x / y, whole);
    default:
      return number(x % y, whole);
  }
}

export function negated(item: Json): Json {
  return number(-numberOf(item), isWhole(item));
}

/** `.size()`, `.type()`, `.double()` and the others. */
export function applyMethod(name: string, item: Json, lax: boolean): readonly Json[] {
  switch (name) {
    case 'size':
      if (item.is !== 'array' && !lax) throw new PathError('size() needs an array');
      return [number(item.is === 'array' ? item.items.length : 1, true)];
    case 'type':
      return [{ is: 'string', value: item.is }];
    case 'double':
      return [number(item.is === 'string' ? Number(item.value) : numberOf(item), false)];
    case 'keyvalue':
      return keyValues(item);
    default:
      return [rounded(name, item)];
  }
}

function rounded(name: string, item: Json): Json {
  const value = numberOf(item);
  const whole = isWhole(item);
  if (name === 'ceiling') return number(Math.ceil(value), whole);
  if (name === 'floor') return number(Math.floor(value), whole);
  if (name === 'abs') return number(Math.abs(value), whole);
  throw new PathError(`method ${name}() is not supported`);
}

function keyValues(item: Json): readonly Json[] {
  if (item.is !== 'object') throw new PathError('keyvalue() needs an object');
  return item.members.map(([key, value]) => ({
    is: 'object',
    members: [
      ['name', { is: 'string', value: key }],
      ['value', value],
      ['id', number(0, true)],
    ],
  }));
}

function isWhole(item: Json): boolean {
  return item.is === 'number' && /^-?\d+$/.test(item.text);
}

function numberOf(item: Json): number {
  if (item.is !== 'number') throw new PathError('an operand must be a number');
  return Number(item.text);
}

function number(value: number, whole: boolean): Json {
  if (!Number.isFinite(value)) throw new PathError('not a number');
  return { is: 'number', text: whole ? String(value) : javaDouble(value) };
}
