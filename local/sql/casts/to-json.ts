import type { TrinoType } from '../type.ts';
import { rowKeys, text } from '../type-name.ts';
import { freshName } from './nested.ts';
import { textSql } from './to-text.ts';

/** CAST(… AS json): Trino's normal JSON text; undefined for types that have none. */
export function toJsonSql(sql: string, from: TrinoType): string | undefined {
  switch (from.kind) {
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'decimal':
      return `CAST(${sql} AS VARCHAR)`;
    case 'real':
    case 'double':
      return `trino_${from.kind}_json(${sql})`;
    case 'varchar':
    case 'char':
      return `trino_json_string(${sql})`;
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'uuid':
      return quotedText(sql, from);
    default:
      return nestedJson(sql, from);
  }
}

function quotedText(sql: string, from: TrinoType): string | undefined {
  const plain = textSql(sql, from);
  return plain && `('"' || ${plain} || '"')`;
}

function nestedJson(sql: string, from: TrinoType): string | undefined {
  if (from.kind === 'json') return sql;
  if (from.kind === 'array') return arrayJson(sql, from.element);
  if (from.kind === 'map') return mapJson(sql, from.key, from.value);
  if (from.kind === 'row') return rowJson(sql, from);
  return undefined;
}

function orNull(sql: string, type: TrinoType): string | undefined {
  if (type.kind === 'unknown') return "'null'";
  const json = toJsonSql(sql, type);
  return json && `coalesce(${json}, 'null')`;
}

function arrayJson(sql: string, element: TrinoType): string | undefined {
  const name = freshName(sql);
  const json = orNull(name, element);
  return (
    json &&
    `('[' || coalesce(array_to_string(list_transform(${sql}, lambda ${name}: ${json}), ','), '') || CASE WHEN ${sql} IS NULL THEN NULL ELSE ']' END)`
  );
}

/** Keys are sorted, as Trino does. */
function mapJson(sql: string, key: TrinoType, value: TrinoType): string | undefined {
  const name = freshName(sql);
  const keyText =
    key.kind === 'double' || key.kind === 'real'
      ? toJsonSql(`struct_extract(${name}, 'key')`, key)
      : textSql(`struct_extract(${name}, 'key')`, key);
  const json = orNull(`struct_extract(${name}, 'value')`, value);
  if (keyText === undefined || json === undefined) return undefined;
  const entries = `list_sort(list_transform(map_entries(${sql}), lambda ${name}: {'k': ${keyText}, 'v': ${json}}))`;
  const members = `list_transform(${entries}, lambda ${name}: trino_json_string(struct_extract(${name}, 'k')) || ':' || struct_extract(${name}, 'v'))`;
  return `('{' || coalesce(array_to_string(${members}, ','), '') || CASE WHEN ${sql} IS NULL THEN NULL ELSE '}' END)`;
}

function rowJson(sql: string, from: Extract<TrinoType, { kind: 'row' }>): string | undefined {
  const keys = rowKeys(from);
  const members: string[] = [];
  for (const [index, field] of from.fields.entries()) {
    const json = orNull(`struct_extract(${sql}, ${text(keys[index] ?? '')})`, field.type);
    if (json === undefined) return undefined;
    const name = JSON.stringify(field.name ?? '');
    members.push(`${text(`${index > 0 ? ',' : ''}${name}:`)} || ${json}`);
  }
  return `CASE WHEN ${sql} IS NULL THEN NULL ELSE '{' || ${members.join(' || ')} || '}' END`;
}
