/** A column's type is one that a database of the destination's kind cannot have. */
class ColumnTypeError extends Error {
  override readonly name = 'ColumnTypeError';
}

const mysql: ReadonlyMap<string, string> = new Map([
  ['int', 'INT'],
  ['bigint', 'BIGINT'],
  ['double', 'DOUBLE'],
  ['boolean', 'BOOLEAN'],
  ['date', 'DATE'],
  ['timestamp', 'DATETIME(6)'],
]);

const postgresql: ReadonlyMap<string, string> = new Map([
  ['int', 'integer'],
  ['bigint', 'bigint'],
  ['double', 'double precision'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['timestamp', 'timestamp(6)'],
]);

// https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html; timestamps have microseconds, VARCHAR counts bytes.
const redshift: ReadonlyMap<string, string> = new Map([
  ['int', 'INTEGER'],
  ['bigint', 'BIGINT'],
  ['double', 'DOUBLE PRECISION'],
  ['boolean', 'BOOLEAN'],
  ['date', 'DATE'],
  ['timestamp', 'TIMESTAMP'],
  ['string', 'VARCHAR(65535)'],
]);

const mostRedshiftPrecision = 38;

// https://dev.mysql.com/doc/refman/8.4/en/precision-math-decimal-characteristics.html
const mostMysqlScale = 30;

/** The type of a new table's column in MySQL and MariaDB; texts of the key are indexed, which LONGTEXT cannot be. */
export function mysqlType(type: string, isKey: boolean): string {
  const decimal = decimalOf(type);
  if (decimal === undefined) return mysql.get(type) ?? (isKey ? 'VARCHAR(255)' : 'LONGTEXT');
  if (decimal.scale > mostMysqlScale)
    throw new ColumnTypeError(`MySQL has no ${type}: at most ${mostMysqlScale} digits after the point`);
  return `DECIMAL(${decimal.precision},${decimal.scale})`;
}

/** The type of a new table's column in PostgreSQL. */
export function postgresqlType(type: string): string {
  const decimal = decimalOf(type);
  if (decimal !== undefined) return `numeric(${decimal.precision},${decimal.scale})`;
  return postgresql.get(type) ?? 'text';
}

/** The type of a new table's column in Redshift: what has parts is SUPER; undefined for a type that it has no like of. */
export function redshiftType(type: string): string | undefined {
  const decimal = decimalOf(type);
  if (decimal !== undefined)
    return decimal.precision > mostRedshiftPrecision ? undefined : `DECIMAL(${decimal.precision},${decimal.scale})`;
  return redshift.get(type) ?? (/^(array|map|struct)</.test(type) ? 'SUPER' : undefined);
}

function decimalOf(type: string) {
  const [, precision, scale] = /^decimal\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  return precision === undefined || scale === undefined
    ? undefined
    : { precision: Number(precision), scale: Number(scale) };
}
