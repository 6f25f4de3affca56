import { raise } from '../runtime-error.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType, quoted, rowKeys, text } from '../type-name.ts';
import { freshName } from './nested.ts';

/** CAST(json AS …); JSON null becomes NULL. */
export function jsonToSql(sql: string, to: TrinoType): string | undefined {
  switch (to.kind) {
    case 'boolean':
      return `trino_json_boolean(${sql})`;
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return `CAST(trino_json_whole(${sql}, '${to.kind}') AS ${duckdbType(to)})`;
    case 'double':
      return `trino_json_number(${sql}, 'double')`;
    case 'real':
      return `trino_float(trino_json_number(${sql}, 'real'))`;
    case 'decimal':
      return `CAST(trino_json_decimal(${sql}, ${to.precision}, ${to.scale}) AS ${duckdbType(to)})`;
    case 'varchar':
      return varcharFromJson(sql, to.length);
    case 'date':
    case 'timestamp':
      return momentFromJson(sql, to);
    default:
      return nestedFromJson(sql, to);
  }
}

function varcharFromJson(sql: string, length: number | undefined): string {
  const plain = `trino_json_varchar(${sql})`;
  if (length === undefined) return plain;
  const message = `concat('Value ', ${plain}, ' cannot be represented as varchar(${length})')`;
  return `CASE WHEN length(${plain}) > ${length} THEN ${raise('INVALID_CAST_ARGUMENT', message)} ELSE ${plain} END`;
}

function momentFromJson(sql: string, to: TrinoType): string {
  if (to.kind === 'timestamp')
    return `make_timestamp(trino_parse_timestamp(trino_json_varchar(${sql}), ${to.precision}))`;
  return `trino_parse_date(trino_json_varchar(${sql}))`;
}

function nestedFromJson(sql: string, to: TrinoType): string | undefined {
  if (to.kind === 'array') return elements(`trino_json_elements(${sql})`, to.element);
  if (to.kind === 'map') return mapFromJson(sql, to.key, to.value);
  if (to.kind === 'row') return rowFromJson(sql, to);
  return undefined;
}

function elements(list: string, to: TrinoType): string | undefined {
  if (to.kind === 'json') return list;
  const name = freshName(list);
  const element = jsonToSql(name, to);
  return element && `list_transform(${list}, lambda ${name}: ${element})`;
}

function mapFromJson(sql: string, key: TrinoType, value: TrinoType): string | undefined {
  const keys = elements(`trino_json_keys(${sql})`, key);
  const values = elements(`trino_json_values(${sql})`, value);
  return keys && values && `CASE WHEN ${sql} IS NULL OR ${sql} = 'null' THEN NULL ELSE map(${keys}, ${values}) END`;
}

/** From an object by field name, or from an array by place. */
function rowFromJson(sql: string, to: Extract<TrinoType, { kind: 'row' }>): string | undefined {
  const keys = rowKeys(to);
  const fields: string[] = [];
  for (const [index, field] of to.fields.entries()) {
    const json = `trino_json_field(${sql}, ${text(field.name ?? '')}, ${index}, ${to.fields.length})`;
    const value = field.type.kind === 'json' ? json : jsonToSql(json, field.type);
    if (value === undefined) return undefined;
    fields.push(`${quoted(keys[index] ?? '')}: ${value}`);
  }
  return `CASE WHEN ${sql} IS NULL OR ${sql} = 'null' THEN NULL ELSE {${fields.join(', ')}} END`;
}
