import type { TypedSql } from '../functions/function.ts';
import type { TrinoType } from '../type.ts';
import { duckdbType, sameType } from '../type-name.ts';
import { jsonToSql } from './from-json.ts';
import { nestedToSql } from './nested.ts';
import { toJsonSql } from './to-json.ts';
import { dateSql, timeSql, timestampSql, timestamptzSql } from './to-moment.ts';
import { booleanSql, numberSql } from './to-number.ts';
import { charSql, varcharSql } from './to-text.ts';

/** DuckDB SQL of CAST(expr AS to); undefined where Trino has no such cast. The same text as `expr.sql` where nothing has to be done. */
export function castSql(expr: TypedSql, to: TrinoType): string | undefined {
  const from = expr.type;
  if (sameType(from, to)) return expr.sql;
  if (from.kind === 'unknown') return `CAST(NULL AS ${duckdbType(to)})`;
  if (to.kind === 'json') return toJsonSql(expr.sql, from);
  if (from.kind === 'json') return jsonToSql(expr.sql, to);
  const target = targets[to.kind];
  return target ? target(expr.sql, from, to) : nestedToSql(expr, to, castSql);
}

type Target = (sql: string, from: TrinoType, to: TrinoType) => string | undefined;

const targets: Readonly<Partial<Record<TrinoType['kind'], Target>>> = {
  boolean: booleanSql,
  tinyint: numberSql,
  smallint: numberSql,
  integer: numberSql,
  bigint: numberSql,
  decimal: numberSql,
  real: numberSql,
  double: numberSql,
  varchar: varcharSql,
  char: charSql,
  date: dateSql,
  time: timeSql,
  timestamp: timestampSql,
  timestamptz: timestamptzSql,
  varbinary: (sql, from) => (from.kind === 'varchar' || from.kind === 'char' ? `encode(${sql})` : undefined),
  uuid: (sql, from) => (from.kind === 'varchar' ? `CAST(trino_uuid_text(${sql}) AS UUID)` : undefined),
};
