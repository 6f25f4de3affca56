import { coerce, commonSuperType } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType, text, typeName } from '../type-name.ts';

/** `ROW(a, b)`: fields without names. */
export function rowConstructor(items: readonly TypedSql[]): TypedSql {
  const fields = items.map((item, index) => `${text(`field${index}`)}: ${item.sql}`);
  return {
    type: { kind: 'row', fields: items.map((item) => ({ type: item.type })) },
    sql: `{${fields.join(', ')}}`,
  };
}

/** `ARRAY[a, b]`, elements coerced to their common type. */
export function arrayConstructor(items: readonly TypedSql[]): TypedSql {
  const element = items.reduce<TrinoType>(
    (common, item) => {
      const wider = commonSuperType(common, item.type);
      if (wider) return wider;
      throw new SqlError(
        'TYPE_MISMATCH',
        `All ARRAY elements must be the same type: ${typeName(common)}, ${typeName(item.type)}`,
      );
    },
    { kind: 'unknown' },
  );
  const type: TrinoType = { kind: 'array', element };
  const elements = items.map((item) => coerce(item, element)?.sql ?? item.sql);
  return { type, sql: `CAST([${elements.join(', ')}] AS ${duckdbType(type)})` };
}
