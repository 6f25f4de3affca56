import { AwsError, notCovered } from '../../kernel/error.ts';
import type { MathNode } from './math-syntax.ts';

/** A value per window, undefined where there is none; or one number for all. */
export type Series = readonly (number | undefined)[];
type Value = number | Series;

export type Scope = {
  readonly series: ReadonlyMap<string, Series>;
  readonly metrics: readonly string[];
  readonly length: number;
};

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
};

/** Over several metrics window by window, or over one metric's windows. */
const folds: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const maps: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

/** The series of an expression. Throws ValidationError for a name that nothing has, NotImplemented for a function that is not done here. */
export function evaluateMath(node: MathNode, scope: Scope): Series {
  return spread(evaluate(node, scope), scope.length);
}

/** The names that an expression takes up, METRICS() being all metrics. */
export function namesIn(node: MathNode): readonly string[] {
  if (node.kind === 'name') return [node.name];
  if (node.kind === 'list') return node.items.flatMap(namesIn);
  if (node.kind === 'call') return node.args.flatMap(namesIn);
  return node.kind === 'binary' ? [...namesIn(node.left), ...namesIn(node.right)] : [];
}

function evaluate(node: MathNode, scope: Scope): Value {
  if (node.kind === 'number') return node.value;
  if (node.kind === 'name') return named(node.name, scope);
  if (node.kind === 'list') throw invalid('A list of metrics stands in a function only.');
  if (node.kind === 'call') return call(node.name, node.args, scope);
  const { operator, left, right } = node;
  return both(evaluate(left, scope), evaluate(right, scope), operators[operator] ?? (() => Number.NaN));
}

function named(name: string, { series }: Scope): Series {
  const found = series.get(name);
  if (found === undefined) throw invalid(`Unknown metric or expression '${name}'.`);
  return found;
}

/** What is not a number, such as what a division by nought gives, is no value. */
function both(a: Value, b: Value, of: (a: number, b: number) => number): Value {
  if (typeof a === 'number' && typeof b === 'number') return of(a, b);
  const length = typeof a === 'number' ? (typeof b === 'number' ? 0 : b.length) : a.length;
  const [left, right] = [spread(a, length), spread(b, length)];
  return left.map((value, at) => {
    const other = right[at];
    return value === undefined || other === undefined ? undefined : finite(of(value, other));
  });
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

function spread(value: Value, length: number): Series {
  return typeof value === 'number' ? Array.from({ length }, () => value) : value;
}

function call(name: string, args: readonly MathNode[], scope: Scope): Value {
  const fold = folds[name];
  if (fold !== undefined) return folded(fold, args, scope);
  const map = maps[name];
  if (map !== undefined) return both(evaluate(argument(args, 0), scope), 0, map);
  if (name === 'IF') return chosen(args, scope);
  if (name === 'FILL') return filled(args, scope);
  throw notCovered(`the function ${name} of metric math`);
}

function folded(fold: (values: readonly number[]) => number, args: readonly MathNode[], scope: Scope): Value {
  const only = argument(args, 0);
  const isAll = only.kind === 'call' && only.name === 'METRICS';
  const all = isAll ? scope.metrics.map((name) => named(name, scope)) : undefined;
  const series = only.kind === 'list' ? only.items.map((item) => evaluateMath(item, scope)) : all;
  const there = (values: Series) => values.filter((value) => value !== undefined);
  if (series === undefined) {
    const values = there(evaluateMath(only, scope));
    return values.length === 0 ? spread(0, 0) : fold(values);
  }
  return Array.from({ length: scope.length }, (_, at) => {
    const values = there(series.map((each) => each[at]));
    return values.length === 0 ? undefined : fold(values);
  });
}

/** Without a third argument, what is false has no value. */
function chosen(args: readonly MathNode[], scope: Scope): Value {
  const condition = evaluateMath(argument(args, 0), scope);
  const yes = evaluateMath(argument(args, 1), scope);
  const no = args[2] === undefined ? undefined : evaluateMath(args[2], scope);
  return condition.map((value, at) => {
    if (value === undefined) return undefined;
    return value === 0 ? no?.[at] : yes[at];
  });
}

function filled(args: readonly MathNode[], scope: Scope): Value {
  const series = evaluateMath(argument(args, 0), scope);
  const filler = argument(args, 1);
  if (filler.kind === 'name' && filler.name === 'LINEAR') throw notCovered('FILL(…, LINEAR) of metric math');
  if (filler.kind !== 'name' || filler.name !== 'REPEAT') {
    const values = evaluateMath(filler, scope);
    return series.map((value, at) => value ?? values[at]);
  }
  let last: number | undefined;
  return series.map((value) => {
    last = value ?? last;
    return last;
  });
}

function argument(args: readonly MathNode[], at: number): MathNode {
  const found = args[at];
  if (found === undefined) throw invalid('A function has too few arguments.');
  return found;
}

const invalid = (message: string) => new AwsError('ValidationError', `Invalid metrics list: ${message}`);
