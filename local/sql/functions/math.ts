import type { TrinoType } from '../type.ts';
import { duckdbType } from '../type-name.ts';
import { type Implementation, type Implementations, same, typeOf } from './implementation.ts';
import { numberArithmetic } from './number-arithmetic.ts';
import type { Decimal } from './number-type.ts';

/** Numbers: rounding, powers, logarithms, trigonometry. */
export const mathFunctions: Implementations = {
  abs: same('abs'),
  acos: within('acos', 'BETWEEN -1 AND 1'),
  asin: within('asin', 'BETWEEN -1 AND 1'),
  atan: same('atan'),
  atan2: same('atan2'),
  cbrt: same('cbrt'),
  ceil: wholeNumber('ceil'),
  ceiling: wholeNumber('ceil'),
  floor: wholeNumber('floor'),
  cos: finite('cos'),
  cosh: same('cosh'),
  sin: finite('sin'),
  sinh: same('sinh'),
  tan: finite('tan'),
  tanh: same('tanh'),
  degrees: same('degrees'),
  radians: same('radians'),
  e: () => 'CAST(2.718281828459045 AS DOUBLE)',
  pi: () => 'pi()',
  exp: same('exp'),
  great_circle_distance: same('trino_great_circle'),
  infinity: () => `'infinity'::DOUBLE`,
  nan: () => `'nan'::DOUBLE`,
  is_nan: same('isnan'),
  is_finite: same('isfinite'),
  is_infinite: same('isinf'),
  ln: ([x = '']) => logarithm('ln', x),
  log2: ([x = '']) => logarithm('log2', x),
  log10: ([x = '']) => logarithm('log10', x),
  log: ([base = '', x = '']) => `(${logarithm('ln', x)} / ${logarithm('ln', base)})`,
  mod: (_args, call) => {
    const [l, r] = call.args;
    const bound = l && r && numberArithmetic('%', l, r);
    return bound ?? 'NULL';
  },
  pow: same('pow'),
  power: same('pow'),
  round,
  truncate,
  sign: ([x = ''], call) =>
    typeOf(call, 0).kind === 'double' || typeOf(call, 0).kind === 'real'
      ? signOfFloating(x, typeOf(call, 0))
      : `CAST(sign(${x}) AS ${duckdbType(call.type)})`,
  sqrt: ([x = '']) => `CASE WHEN ${x} >= 0 THEN sqrt(${x}) WHEN ${x} IS NOT NULL THEN 'nan'::DOUBLE END`,
  rand: random,
  random,
  to_base: ([x = '', radix = '']) => `trino_to_base(${x}, ${radix})`,
  from_base: ([x = '', radix = '']) => `trino_from_base(${x}, ${radix})`,
  width_bucket: (args) =>
    args.length === 2 ? `trino_bucket_of(${args.join(', ')})` : `trino_width_bucket(${args.join(', ')})`,
};

function within(name: string, condition: string): Implementation {
  return ([x = '']) => `CASE WHEN ${x} ${condition} THEN ${name}(${x}) WHEN ${x} IS NOT NULL THEN 'nan'::DOUBLE END`;
}

function finite(name: string): Implementation {
  return ([x = '']) => `CASE WHEN isfinite(${x}) THEN ${name}(${x}) WHEN ${x} IS NOT NULL THEN 'nan'::DOUBLE END`;
}

function logarithm(name: string, x: string): string {
  return `CASE WHEN ${x} > 0 THEN ${name}(${x}) WHEN ${x} = 0 THEN '-infinity'::DOUBLE WHEN ${x} IS NOT NULL THEN 'nan'::DOUBLE END`;
}

/** ceil and floor. */
function wholeNumber(name: string): Implementation {
  return ([x = ''], call) => {
    const type = typeOf(call, 0);
    if (type.kind !== 'decimal')
      return type.kind === 'double' || type.kind === 'real' ? `CAST(${name}(${x}) AS ${duckdbType(type)})` : x;
    const result = wholeDecimal(type);
    return { type: result, sql: `CAST(${name}(${x}) AS ${duckdbType(result)})` };
  };
}

function wholeDecimal(type: Decimal): Decimal {
  const precision = Math.max(1, type.precision - type.scale + Math.min(type.scale, 1));
  return { kind: 'decimal', precision: Math.min(38, precision), scale: 0 };
}

function round(args: readonly string[], call: Parameters<Implementation>[1]): ReturnType<Implementation> {
  const type = typeOf(call, 0);
  const [x = '', places = '0'] = args;
  if (type.kind === 'decimal') {
    const result: Decimal =
      args.length === 1 ? wholeDecimal(type) : { ...type, precision: Math.min(38, type.precision + 1) };
    return {
      type: result,
      sql: `CAST(trino_round_decimal(CAST(${x} AS VARCHAR), ${places}) AS ${duckdbType(result)})`,
    };
  }
  if (type.kind === 'double') return `trino_round(${x}, ${places})`;
  if (type.kind === 'real') return `CAST(trino_round(CAST(${x} AS DOUBLE), ${places}) AS FLOAT)`;
  return args.length === 1 ? x : `CAST(trino_round_decimal(CAST(${x} AS VARCHAR), ${places}) AS ${duckdbType(type)})`;
}

function truncate(args: readonly string[], call: Parameters<Implementation>[1]): ReturnType<Implementation> {
  const type = typeOf(call, 0);
  const [x = '', places = '0'] = args;
  if (type.kind !== 'decimal') return `CAST(trunc(${x}) AS ${duckdbType(type)})`;
  const result: Decimal =
    args.length === 1 ? { kind: 'decimal', precision: Math.max(1, type.precision - type.scale), scale: 0 } : type;
  return {
    type: result,
    sql: `CAST(trino_truncate_decimal(CAST(${x} AS VARCHAR), ${places}) AS ${duckdbType(result)})`,
  };
}

function signOfFloating(x: string, type: TrinoType): string {
  return `CAST(CASE WHEN isnan(${x}) OR ${x} = 0 THEN ${x} ELSE sign(${x}) END AS ${duckdbType(type)})`;
}

function random(args: readonly string[], call: Parameters<Implementation>[1]): string {
  const [first = '', second] = args;
  if (args.length === 0) return 'random()';
  const [low, high] = second === undefined ? ['0', first] : [first, second];
  return `CAST(floor(random() * (${high} - ${low})) + ${low} AS ${duckdbType(call.type)})`;
}
