import { SqlError } from '../error.ts';
import { aggregates } from './aggregate.ts';
import { arrayFunctions } from './array.ts';
import { lambdaFunctions } from './array-lambda.ts';
import { binaryFunctions } from './binary.ts';
import { dateFunctions } from './date.ts';
import { dateTextFunctions } from './date-text.ts';
import { formatFunction } from './format.ts';
import type { AggregateFunction, AggregateModifiers, Argument, ScalarFunction, TypedSql } from './function.ts';
import type { Implementations } from './implementation.ts';
import { jsonFunctions } from './json.ts';
import { mapFunctions } from './map.ts';
import { mathFunctions } from './math.ts';
import { regexpFunctions } from './regexp.ts';
import { resolve } from './resolve.ts';
import { type Signature, signaturesOf } from './signature.ts';
import { signatureLines } from './signatures.ts';
import { stringFunctions } from './string.ts';
import { windows } from './window.ts';

/** A scalar function by name (any case); undefined: Trino has none. One that is not covered throws NOT_SUPPORTED when it is bound. */
export function scalarFunction(name: string): ScalarFunction | undefined {
  const lower = name.toLowerCase();
  if (lower === 'format') return formatFunction;
  const signatures = signaturesFor(lower, 'scalar');
  if (signatures.length === 0) return undefined;
  return {
    name: lower,
    bind(args) {
      const implementation = scalars[lower] ?? notCovered(lower);
      const call = resolve(signatures, args);
      if (!call) return undefined;
      const result = implementation(sqlOf(call.args), call);
      return typeof result === 'string' ? { type: call.type, sql: result } : result;
    },
  };
}

/** An aggregate function by name, alike. */
export function aggregateFunction(name: string): AggregateFunction | undefined {
  return modified(name, 'aggregate', aggregates);
}

/** A function that only stands before OVER, alike. */
export function windowFunction(name: string): AggregateFunction | undefined {
  return modified(name, 'window', windows);
}

/** The binder itself reads these: they depend on the statement, or on an argument's type alone. */
const boundElsewhere: ReadonlySet<string> = new Set(['current_date', 'format', 'now', 'typeof']);

/** Trino's functions by name: those that are written, and those that are refused as NOT_SUPPORTED. */
export function functionCoverage(): { readonly covered: readonly string[]; readonly refused: readonly string[] } {
  const names = [
    ...new Set(
      signatureLines
        .trim()
        .split('\n')
        .map((line) => line.slice(0, line.indexOf('|'))),
    ),
  ];
  const isCovered = (name: string) =>
    boundElsewhere.has(name) || [scalars, aggregates, windows].some((family) => Object.hasOwn(family, name));
  return { covered: names.filter(isCovered), refused: names.filter((name) => !isCovered(name)) };
}

type Modified = Readonly<
  Record<
    string,
    (
      args: readonly string[],
      call: NonNullable<ReturnType<typeof resolve>>,
      modifiers: AggregateModifiers,
    ) => string | undefined
  >
>;

function modified(name: string, kind: Signature['kind'], implementations: Modified): AggregateFunction | undefined {
  const lower = name.toLowerCase();
  const signatures = signaturesFor(lower, kind);
  if (signatures.length === 0) return undefined;
  return {
    name: lower,
    bind(args: readonly Argument[], modifiers: AggregateModifiers): TypedSql | undefined {
      const implementation = implementations[lower] ?? notCovered(lower);
      const call = resolve(signatures, args);
      const sql = call && implementation(sqlOf(call.args), call, modifiers);
      return call && sql !== undefined ? { type: call.type, sql } : undefined;
    },
  };
}

function signaturesFor(name: string, kind: Signature['kind']): readonly Signature[] {
  return signaturesOf(name).filter((signature) => signature.kind === kind);
}

function sqlOf(args: readonly TypedSql[]): readonly string[] {
  return args.map((arg) => arg.sql);
}

function notCovered(name: string): never {
  throw new SqlError('NOT_SUPPORTED', `the function ${name} is not supported by the local cloud`);
}

const scalars: Implementations = {
  ...arrayFunctions,
  ...binaryFunctions,
  ...dateFunctions,
  ...dateTextFunctions,
  ...jsonFunctions,
  ...lambdaFunctions,
  ...mapFunctions,
  ...mathFunctions,
  ...regexpFunctions,
  ...stringFunctions,
};
