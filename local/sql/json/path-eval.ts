import { javaRegexp } from '../java-regexp.ts';
import type { Path, PathQuery, Range } from './path.ts';
import { applyMethod, arithmetic, compareItems, negated, PathError } from './path-item.ts';
import { type Json, memberOf } from './tree.ts';

/** The items that a path finds. Throws PathError for what strict mode refuses. */
export function evaluatePath(query: PathQuery, root: Json, variables: ReadonlyMap<string, Json>): readonly Json[] {
  return items(query.path, { lax: query.lax, root, variables, current: undefined, last: 0 });
}

type Scope = {
  readonly lax: boolean;
  readonly root: Json;
  readonly variables: ReadonlyMap<string, Json>;
  readonly current: Json | undefined;
  /** Index of the last element, inside a subscript. */
  readonly last: number;
};

function items(path: Path, scope: Scope): readonly Json[] {
  switch (path.is) {
    case 'root':
      return [scope.root];
    case 'current':
      return scope.current ? [scope.current] : [];
    case 'last':
      return [{ is: 'number', text: String(scope.last) }];
    case 'variable':
      return [scope.variables.get(path.name) ?? fail(`no value passed for parameter ${path.name}`)];
    case 'literal':
      return [literal(path)];
    case 'arithmetic':
      return [arithmetic(path.operator, single(path.left, scope), single(path.right, scope))];
    case 'negate':
      return unwrapped(items(path.value, scope), scope).map(negated);
    default:
      return accessed(path, scope);
  }
}

function accessed(path: Path, scope: Scope): readonly Json[] {
  switch (path.is) {
    case 'member':
      return unwrapped(items(path.base, scope), scope).flatMap((item) => member(item, path.name, scope));
    case 'element':
      return items(path.base, scope).flatMap((item) => elements(item, path.ranges, scope));
    case 'filter':
      return unwrapped(items(path.base, scope), scope).filter(
        (item) => truth(path.test, { ...scope, current: item }) === true,
      );
    case 'method': {
      const base = items(path.base, scope);
      const each = path.name === 'size' || path.name === 'type' ? base : unwrapped(base, scope);
      return each.flatMap((item) => applyMethod(path.name, item, scope.lax));
    }
    default: {
      const result = truth(path, scope);
      return [result === undefined ? { is: 'null' } : { is: 'boolean', value: result }];
    }
  }
}

function fail(message: string): never {
  throw new PathError(message);
}

function literal(path: Extract<Path, { is: 'literal' }>): Json {
  if (path.value === null) return { is: 'null' };
  if (typeof path.value === 'boolean') return { is: 'boolean', value: path.value };
  return typeof path.value === 'number' ? { is: 'number', text: path.text } : { is: 'string', value: path.value };
}

/** Lax mode looks into arrays where it wants something else. */
function unwrapped(found: readonly Json[], scope: Scope): readonly Json[] {
  return scope.lax ? found.flatMap((item) => (item.is === 'array' ? item.items : [item])) : found;
}

function single(path: Path, scope: Scope): Json {
  const found = unwrapped(items(path, scope), scope);
  return (found.length === 1 ? found[0] : undefined) ?? fail('an operand must be a single value');
}

function member(item: Json, name: string | undefined, scope: Scope): readonly Json[] {
  if (item.is !== 'object') return scope.lax ? [] : fail('a member accessor needs an object');
  if (name === undefined) return item.members.map(([, value]) => value);
  const value = memberOf(item, name);
  if (value) return [value];
  return scope.lax ? [] : fail(`missing member '${name}' in JSON object`);
}

function elements(item: Json, ranges: readonly Range[] | undefined, scope: Scope): readonly Json[] {
  if (item.is !== 'array' && !scope.lax) return fail('an array accessor needs an array');
  const list = item.is === 'array' ? item.items : [item];
  return ranges ? ranges.flatMap((range) => inRange(list, range, { ...scope, last: list.length - 1 })) : list;
}

function inRange(list: readonly Json[], range: Range, scope: Scope): readonly Json[] {
  const from = index(range.from, scope);
  const to = range.to ? index(range.to, scope) : from;
  if (!scope.lax && (from < 0 || to >= list.length || from > to))
    return fail(`invalid array subscript: [${from}, ${to}]`);
  return to < 0 ? [] : list.slice(Math.max(0, from), to + 1);
}

function index(path: Path, scope: Scope): number {
  const value = single(path, scope);
  return value.is === 'number' ? Math.trunc(Number(value.text)) : fail('an array subscript must be a number');
}

/** A predicate's value; undefined: unknown, also where it meets an error. */
function truth(path: Path, scope: Scope): boolean | undefined {
  try {
    return predicate(path, scope);
  } catch (error) {
    if (error instanceof PathError) return undefined;
    throw error;
  }
}

function predicate(path: Path, scope: Scope): boolean | undefined {
  switch (path.is) {
    case 'and':
    case 'or':
      return connected(path.is, truth(path.left, scope), truth(path.right, scope));
    case 'not': {
      const value = truth(path.value, scope);
      return value === undefined ? undefined : !value;
    }
    case 'is unknown':
      return truth(path.value, scope) === undefined;
    case 'exists':
      return items(path.value, scope).length > 0;
    case 'compare':
      return anyPair(path.left, path.right, scope, (a, b) => compareItems(path.operator, a, b));
    default:
      return textPredicate(path, scope);
  }
}

function connected(operator: 'and' | 'or', a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  const decisive = operator === 'or';
  if (a === decisive || b === decisive) return decisive;
  return a === undefined || b === undefined ? undefined : !decisive;
}

function textPredicate(path: Path, scope: Scope): boolean | undefined {
  if (path.is === 'starts with')
    return anyPair(path.value, path.prefix, scope, (a, b) =>
      a.is === 'string' && b.is === 'string' ? a.value.startsWith(b.value) : undefined,
    );
  if (path.is !== 'like regex') return fail('not a predicate');
  const regexp = javaRegexp(path.flags === '' ? path.pattern : `(?${path.flags})${path.pattern}`);
  const found = unwrapped(items(path.value, scope), scope);
  return found.some((item) => item.is === 'string' && regexp !== undefined && item.value.search(regexp) >= 0);
}

function anyPair(
  left: Path,
  right: Path,
  scope: Scope,
  test: (a: Json, b: Json) => boolean | undefined,
): boolean | undefined {
  const [a, b] = [unwrapped(items(left, scope), scope), unwrapped(items(right, scope), scope)];
  const results = a.flatMap((x) => b.map((y) => test(x, y)));
  if (!scope.lax && results.includes(undefined)) return undefined;
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}
