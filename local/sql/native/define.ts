import type { NativeFunction } from '../functions/function.ts';
import { runtimeErrorText } from '../runtime-error.ts';

/** A native function that is NULL where an argument is. `types`: the parameters' DuckDB types, then the result's. */
export function native(name: string, types: readonly string[], call: NativeFunction['call']): NativeFunction {
  return { name, parameters: types.slice(0, -1), returns: types.at(-1) ?? 'VARCHAR', handlesNulls: false, call };
}

/** Ends the query with INVALID_FUNCTION_ARGUMENT. */
export function invalid(message: string): never {
  throw new Error(runtimeErrorText('INVALID_FUNCTION_ARGUMENT', message));
}

/** Ends the query with any of Trino's errors. */
export function fail(name: string, message: string): never {
  throw new Error(runtimeErrorText(name, message));
}
