import type { DuckDBValue } from '@duckdb/node-api';
import type { Metadata, Plan, Session } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';

/** The SQL front end: what reads Trino SQL, and what writes its values as text. */
export type Front = {
  /** Throws SqlError SYNTAX_ERROR where the text is no statement. */
  check(sql: string): Promise<void>;
  plan(sql: string, session: Session, metadata: Metadata): Promise<Plan>;
  /** How values become text, as GetQueryResults gives it; null: NULL. */
  formatter(): Promise<(value: DuckDBValue, type: TrinoType) => string | null>;
};

/** local/sql, loaded with the first statement: its parser is large. */
export const trinoFront: Front = {
  async check(sql) {
    const { parseStatement } = await import('../../../sql/parse/parse.ts');
    parseStatement(sql);
  },
  async plan(sql, session, metadata) {
    const { planStatement } = await import('../../../sql/plan-statement.ts');
    return planStatement(sql, session, metadata);
  },
  formatter: async () => (await import('../../../sql/format.ts')).formatValue,
};
