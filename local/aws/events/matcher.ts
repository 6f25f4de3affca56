import { BlockList, isIP } from 'node:net';
import { invalidPattern } from './invalid-pattern.ts';
import { compileWildcard } from './wildcard.ts';

/** Whether an event's field matches; undefined is a field that is not there. */
export type Matcher = (field: unknown) => boolean;

type ValueTest = (value: unknown) => boolean;
type TextTest = (text: string) => boolean;

/** Compiles one value of a pattern's array: a literal to equal, or `{operator: operand}`. */
export function compileMatcher(value: unknown, path: string): Matcher {
  if (isScalar(value)) return anyOf((candidate) => candidate === value);
  const [[operator, operand] = ['', undefined], ...others] = Object.entries(value ?? {});
  if (others.length > 0) throw invalidAt(path, 'only one operator per object');
  if (operator === 'exists') return existence(operand, path);
  return anyOf(compileOperator(operator, operand, path));
}

function anyOf(test: ValueTest): Matcher {
  return (field) => {
    if (field === undefined) return false;
    return Array.isArray(field) ? field.flat(Number.POSITIVE_INFINITY).some(test) : test(field);
  };
}

function existence(operand: unknown, path: string): Matcher {
  if (typeof operand !== 'boolean') throw invalidAt(path, 'exists takes true or false');
  return (field) => isLeaf(field) === operand;
}

/** `exists` looks at leaves only: an object is none. */
function isLeaf(field: unknown): boolean {
  if (Array.isArray(field)) return field.some(isLeaf);
  return isScalar(field);
}

function compileOperator(operator: string, operand: unknown, path: string): ValueTest {
  if (operator === 'anything-but') return anythingBut(operand, path);
  if (operator === 'numeric') return numeric(operand, path);
  if (operator === 'cidr') return onText(cidr(operand, path));
  return onText(compileText(operator, operand, path));
}

function onText(test: TextTest): ValueTest {
  return (value) => typeof value === 'string' && test(value);
}

/** prefix, suffix, equals-ignore-case, wildcard: also inside anything-but. */
function compileText(operator: string, operand: unknown, path: string): TextTest {
  const make = textOperators[operator];
  if (!make) throw invalidAt(path, `Unrecognized match type ${operator}`);
  const ignored = ignoringCase(operator, operand);
  if (ignored !== undefined) return (text) => make(ignored.toLowerCase(), path)(text.toLowerCase());
  if (typeof operand !== 'string') throw invalidAt(path, `${operator} match pattern must be a string`);
  return make(operand, path);
}

const textOperators: Readonly<Record<string, (operand: string, path: string) => TextTest>> = {
  prefix: (operand) => (text) => text.startsWith(operand),
  suffix: (operand) => (text) => text.endsWith(operand),
  'equals-ignore-case': (operand) => (text) => text.toLowerCase() === operand.toLowerCase(),
  wildcard: compileWildcard,
};

function ignoringCase(operator: string, operand: unknown): string | undefined {
  if ((operator !== 'prefix' && operator !== 'suffix') || typeof operand !== 'object' || operand === null)
    return undefined;
  const [[name, text] = ['', undefined]] = Object.entries(operand);
  return name === 'equals-ignore-case' && typeof text === 'string' ? text : undefined;
}

function anythingBut(operand: unknown, path: string): ValueTest {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length > 0 && list.every(isScalar)) return (value) => isScalar(value) && !list.includes(value);
  if (Array.isArray(operand))
    throw invalidAt(path, 'Inside anything-but list, either all values are numbers or all are strings');
  const [[operator, operands] = ['', undefined], ...others] = Object.entries(operand ?? {});
  if (others.length > 0) throw invalidAt(path, 'only one operator inside anything-but');
  const tests = [operands].flat().map((text) => compileText(operator, text, path));
  if (tests.length === 0) throw invalidAt(path, 'Empty list inside anything-but');
  return (value) => isScalar(value) && !tests.some((test) => onText(test)(value));
}

type Comparison = (value: number) => boolean;

const comparisons: Readonly<Record<string, (bound: number) => Comparison>> = {
  '=': (bound) => (value) => value === bound,
  '<': (bound) => (value) => value < bound,
  '<=': (bound) => (value) => value <= bound,
  '>': (bound) => (value) => value > bound,
  '>=': (bound) => (value) => value >= bound,
};

function numeric(operand: unknown, path: string): ValueTest {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    throw invalidAt(path, 'numeric takes one or two comparisons');
  const tests: Comparison[] = [];
  for (let at = 0; at < operand.length; at += 2) {
    const make = comparisons[String(operand[at])];
    const bound: unknown = operand[at + 1];
    if (!make) throw invalidAt(path, `Unrecognized numeric range operator: ${operand[at]}`);
    if (typeof bound !== 'number' || Math.abs(bound) > 5e9)
      throw invalidAt(path, 'Value of a comparison must be numeric, between -5.0E9 and 5.0E9');
    tests.push(make(bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function cidr(operand: unknown, path: string): TextTest {
  const [address = '', bits = ''] = typeof operand === 'string' ? operand.split('/') : [];
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > most)
    throw invalidAt(path, `Malformed CIDR: ${operand}`);
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return (text) => isIP(text) === family && block.check(text, family === 4 ? 'ipv4' : 'ipv6');
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function invalidAt(path: string, reason: string) {
  return invalidPattern(`${reason} at ${path}`);
}
