import { canCoerce, cast, coerce } from '../coercion.ts';
import type { TypedSql } from '../functions/function.ts';
import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';
import { text, typeName } from '../type-name.ts';

const NUMBERS: readonly string[] = ['tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'real', 'double'];
const MOMENTS: readonly string[] = ['date', 'timestamp'];
const TEXTS: readonly string[] = ['varchar', 'char'];

/** A value as INSERT, UPDATE and MERGE store it: wider than coercion (numbers to numbers), but text is never cut. Undefined: not assignable. */
export function assign(value: TypedSql, to: TrinoType): TypedSql | undefined {
  if (value.type.kind === 'varchar' && to.kind === 'varchar') return assignText(value, value.type, to);
  if (canCoerce(value.type, to)) return coerce(value, to);
  return isAssignable(value.type, to) ? cast(value, to, { try: false }) : undefined;
}

function assignText(
  value: TypedSql,
  from: Extract<TrinoType, { kind: 'varchar' }>,
  to: Extract<TrinoType, { kind: 'varchar' }>,
): TypedSql {
  const length = to.length;
  if (length === undefined || (from.length ?? Infinity) <= length) return { ...value, type: to };
  const message = `Cannot truncate non-space characters when casting from ${typeName(from)} to ${typeName(to)} on INSERT`;
  const cut = `left(${value.sql}, ${length})`;
  const sql = `CASE WHEN length(rtrim(${value.sql}, ' ')) > ${length} THEN ${raise('INVALID_CAST_ARGUMENT', text(message))} ELSE ${cut} END`;
  return { type: to, sql };
}

function isAssignable(from: TrinoType, to: TrinoType): boolean {
  return (
    [NUMBERS, MOMENTS, TEXTS].some((family) => family.includes(from.kind) && family.includes(to.kind)) ||
    isNestedAssignable(from, to)
  );
}

function isNestedAssignable(from: TrinoType, to: TrinoType): boolean {
  if (from.kind === 'array' && to.kind === 'array') return fits(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') return fits(from.key, to.key) && fits(from.value, to.value);
  if (from.kind !== 'row' || to.kind !== 'row') return false;
  return (
    from.fields.length === to.fields.length &&
    from.fields.every((field, index) => {
      const other = to.fields[index];
      return other !== undefined && fits(field.type, other.type);
    })
  );
}

function fits(from: TrinoType, to: TrinoType): boolean {
  return canCoerce(from, to) || isAssignable(from, to);
}
