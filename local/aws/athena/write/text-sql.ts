import type { Column } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import { quoted, rowKeys, text } from '../../../sql/type-name.ts';
import type { Dialect } from '../read/serde/lazy-simple.ts';

/** SQL of one line of LazySimpleSerDe text from the columns of a relation. */
export function textLine(columns: readonly Column[], dialect: Dialect): string {
  const values = columns.map(({ name, type }) => textValue(quoted(name), type, dialect, 1));
  return joined(values, dialect.delimiters[0] ?? '\u0001');
}

/** SQL of one line as OpenCSVSerde writes it: every value quoted. */
export function csvLine(columns: readonly Column[]): string {
  const values = columns.map(({ name, type }) => {
    const value = `coalesce(${scalarText(quoted(name), type)}, '')`;
    return `'"' || replace(${value}, '"', '""') || '"'`;
  });
  return joined(values, ',');
}

const joined = (values: readonly string[], delimiter: string) => values.join(` || ${text(delimiter)} || `) || "''";

function textValue(sql: string, type: TrinoType, dialect: Dialect, level: number): string {
  return `coalesce(${presentText(sql, type, dialect, level)}, ${text(dialect.nullText)})`;
}

function presentText(sql: string, type: TrinoType, dialect: Dialect, level: number): string {
  const delimiter = text(dialect.delimiters[level] ?? '\u0008');
  const variable = `e${level}`;
  switch (type.kind) {
    case 'array': {
      const item = textValue(variable, type.element, dialect, level + 1);
      return `array_to_string(list_transform(${sql}, lambda ${variable}: ${item}), ${delimiter})`;
    }
    case 'map': {
      const between = text(dialect.delimiters[level + 1] ?? '\u0008');
      const key = textValue(`${variable}."key"`, type.key, dialect, level + 2);
      const value = textValue(`${variable}."value"`, type.value, dialect, level + 2);
      const entry = `${key} || ${between} || ${value}`;
      return `array_to_string(list_transform(map_entries(${sql}), lambda ${variable}: ${entry}), ${delimiter})`;
    }
    case 'row': {
      const keys = rowKeys(type);
      const fields = type.fields.map((field, at) =>
        textValue(`${sql}.${quoted(keys[at] ?? '')}`, field.type, dialect, level + 1),
      );
      return `CASE WHEN ${sql} IS NOT NULL THEN ${fields.join(` || ${delimiter} || `)} END`;
    }
    default:
      return escaped(scalarText(sql, type), dialect);
  }
}

function escaped(sql: string, { escape: escaper, delimiters }: Dialect): string {
  if (escaper === undefined) return sql;
  const field = delimiters[0] ?? '\u0001';
  return `replace(replace(${sql}, ${text(escaper)}, ${text(escaper + escaper)}), ${text(field)}, ${text(escaper + field)})`;
}

const special: Readonly<Record<string, (sql: string) => string>> = {
  varbinary: (sql) => `to_base64(${sql})`,
  real: javaNumber,
  double: javaNumber,
  timestamp: (sql) => `strftime(${sql}, '%Y-%m-%d %H:%M:%S.%g')`,
};

function javaNumber(sql: string): string {
  return `CASE CAST(${sql} AS VARCHAR) WHEN 'nan' THEN 'NaN' WHEN 'inf' THEN 'Infinity' WHEN '-inf' THEN '-Infinity' ELSE CAST(${sql} AS VARCHAR) END`;
}

const scalarText = (sql: string, type: TrinoType) => special[type.kind]?.(sql) ?? `CAST(${sql} AS VARCHAR)`;
