/**
 * Trino's types. How a value of each lies in DuckDB:
 *   boolean BOOLEAN · tinyint…bigint TINYINT…BIGINT · real FLOAT · double DOUBLE · decimal(p,s) DECIMAL(p,s)
 *   varchar, char VARCHAR · varbinary BLOB · json VARCHAR, Trino's normal JSON text · uuid UUID · date DATE · time(p) TIME
 *   timestamp(p) TIMESTAMP (p ≤ 6) · timestamp(p) with time zone STRUCT(utc TIMESTAMP, zone VARCHAR)
 *   interval day to second BIGINT milliseconds · interval year to month INTEGER months
 *   array T[] · map MAP(K, V) · row STRUCT, keys are the field names in lower case, `field0`, `field1`… where it has none
 *   unknown (a bare NULL) INTEGER
 */
export type TrinoType =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** `length` absent: unbounded. */
  | { readonly kind: 'varchar'; readonly length?: number }
  | { readonly kind: 'char'; readonly length: number }
  | { readonly kind: 'time' | 'timestamp' | 'timestamptz' | 'timetz'; readonly precision: number }
  | { readonly kind: 'array'; readonly element: TrinoType }
  | { readonly kind: 'map'; readonly key: TrinoType; readonly value: TrinoType }
  | { readonly kind: 'row'; readonly fields: readonly RowField[] };

export type ScalarKind =
  | 'unknown'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double'
  | 'varbinary'
  | 'json'
  | 'uuid'
  | 'date'
  | 'interval day to second'
  | 'interval year to month';

export type RowField = { readonly name?: string; readonly type: TrinoType };
