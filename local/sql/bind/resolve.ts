import type { Identifier, Position } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { rowKeys, text, typeName } from '../type-name.ts';
import type { Field, Scope } from './context.ts';
import { mismatch } from './context.ts';

export type Resolved = {
  readonly field?: Field;
  readonly value: TypedSql;
  readonly path: readonly Identifier[];
  readonly scope: Scope;
};

/** What a name stands for: a column, a lambda's parameter or an output, and the row fields after it. */
export function resolveName(parts: readonly Identifier[], scope: Scope): Resolved | undefined {
  for (let length = parts.length; length > 0; length -= 1) {
    const found = resolvePrefix(parts.slice(0, length), scope);
    if (found) return { ...found, path: parts.slice(length) };
  }
  return undefined;
}

/** A name as an expression. Throws COLUMN_NOT_FOUND and AMBIGUOUS_NAME. */
export function bindName(parts: readonly Identifier[], scope: Scope, at: Position): TypedSql {
  const found = resolveName(parts, scope);
  if (!found) throw columnNotFound(parts, at);
  const base =
    found.field && found.scope.grouping
      ? found.scope.grouping.column(found.field, written(parts.slice(0, parts.length - found.path.length)), at)
      : found.value;
  return found.path.reduce((value, field) => rowField(value, field, parts, at), base);
}

export function columnNotFound(parts: readonly Identifier[], at: Position): SqlError {
  return new SqlError('COLUMN_NOT_FOUND', `Column '${written(parts)}' cannot be resolved`, at);
}

export function written(parts: readonly Identifier[]): string {
  return parts.map((part) => part.value.toLowerCase()).join('.');
}

/** One field of a row. */
export function rowField(value: TypedSql, field: Identifier, parts: readonly Identifier[], at: Position): TypedSql {
  if (value.type.kind !== 'row') {
    throw mismatch(`Expression is not of type ROW but ${typeName(value.type)}: cannot take field ${field.value}`, at);
  }
  const key = field.value.toLowerCase();
  const index = value.type.fields.findIndex((candidate) => candidate.name?.toLowerCase() === key);
  const type = value.type.fields[index]?.type;
  if (!type) throw columnNotFound(parts, at);
  return { type, sql: `struct_extract(${value.sql}, ${text(rowKeys(value.type)[index] ?? key)})` };
}

function resolvePrefix(parts: readonly Identifier[], scope: Scope): Omit<Resolved, 'path'> | undefined {
  const local = resolveHere(parts, scope);
  if (local || !scope.outer) return local;
  return resolvePrefix(parts, scope.outer);
}

function resolveHere(parts: readonly Identifier[], scope: Scope): Omit<Resolved, 'path'> | undefined {
  const [first] = parts;
  if (parts.length === 1 && first) {
    const named = scope.lambdas.get(first.value.toLowerCase()) ?? output(first, scope);
    if (named) return { value: named, scope };
  }
  const matches = scope.fields.filter((field) => matchesName(field, parts));
  const [field] = matches;
  if (!field) return undefined;
  if (matches.length > 1) {
    throw new SqlError('AMBIGUOUS_NAME', `Column '${written(parts)}' is ambiguous`, first?.at);
  }
  return { field, value: { type: field.type, sql: field.sql }, scope };
}

function output(name: Identifier, scope: Scope): TypedSql | undefined {
  const found = scope.outputs?.get(name.value.toLowerCase());
  if (!found?.[0]) return undefined;
  if (found.some((other) => other.sql !== found[0]?.sql)) {
    throw new SqlError('AMBIGUOUS_NAME', `Column '${name.value.toLowerCase()}' is ambiguous`, name.at);
  }
  return found[0];
}

function matchesName(field: Field, parts: readonly Identifier[]): boolean {
  const names = parts.map((part) => part.value.toLowerCase());
  const column = names.pop();
  if (field.name === undefined || field.name.toLowerCase() !== column) return false;
  return matchesQualifier(field, names);
}

/** Whether `table.*` or `table.column` means this field's relation. */
export function matchesQualifier(field: Field, names: readonly string[]): boolean {
  if (names.length > field.qualifier.length) return false;
  const suffix = field.qualifier.slice(field.qualifier.length - names.length);
  return names.every((name, index) => suffix[index] === name);
}
