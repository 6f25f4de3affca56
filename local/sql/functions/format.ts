import { castSql } from '../casts/cast.ts';
import { SqlError } from '../error.ts';
import type { TrinoType } from '../type.ts';
import { typeName } from '../type-name.ts';
import type { Argument, ScalarFunction, TypedSql } from './function.ts';
import { isFloating, isWholeNumber } from './number-type.ts';

/** format(pattern, …) takes values of any types. */
export const formatFunction: ScalarFunction = {
  name: 'format',
  bind(args) {
    const [pattern, ...values] = args.filter(isValue);
    if (!pattern || values.length === 0 || values.length + 1 < args.length || pattern.type.kind !== 'varchar')
      return undefined;
    const kinds = values.map(({ type }) => `'${kindOf(type)}'`).join(', ');
    return {
      type: { kind: 'varchar' },
      sql: `trino_format(${pattern.sql}, [${kinds}], CAST([${values.map(textOf).join(', ')}] AS VARCHAR[]))`,
    };
  },
};

function isValue(arg: Argument): arg is TypedSql {
  return !('lambda' in arg);
}

/** What Java formats the value as. */
function kindOf(type: TrinoType): string {
  if (isWholeNumber(type)) return 'whole';
  if (isFloating(type)) return 'double';
  if (type.kind === 'decimal' || type.kind === 'boolean' || type.kind === 'timestamp' || type.kind === 'time')
    return type.kind;
  return 'text';
}

function textOf({ type, sql }: TypedSql): string {
  if (isFloating(type) || type.kind === 'unknown') return `CAST(${sql} AS VARCHAR)`;
  const text = type.kind === 'json' ? sql : castSql({ type, sql }, { kind: 'varchar' });
  if (text !== undefined) return text;
  throw new SqlError('NOT_SUPPORTED', `format() of ${typeName(type)} is not supported by the local cloud`);
}
