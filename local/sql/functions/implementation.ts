import type { TrinoType } from '../type.ts';
import type { TypedSql } from './function.ts';
import type { Call } from './resolve.ts';

/** DuckDB SQL of a call: `args` are the coerced arguments' SQL. A TypedSql where the result's type is not the signature's. */
export type Implementation = (args: readonly string[], call: Call) => string | TypedSql;

export type Implementations = Readonly<Record<string, Implementation>>;

/** A call of a DuckDB function with the same arguments. */
export function same(name: string): Implementation {
  return (args) => `${name}(${args.join(', ')})`;
}

/** An argument that must be a constant text, such as a unit. */
export function constantText(call: Call, index: number): string | undefined {
  const literal = call.args[index]?.literal;
  return typeof literal === 'string' ? literal : undefined;
}

/** The type of an argument. */
export function typeOf(call: Call, index: number): TrinoType {
  return call.args[index]?.type ?? { kind: 'unknown' };
}
