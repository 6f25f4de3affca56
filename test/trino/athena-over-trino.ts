import type { Athena } from '@tributary/shared/athena.ts';
import type { Rows } from '@tributary/shared/athena-rows.ts';
import type { Answer, Trino } from './trino.ts';

/** What only Athena has, and why a plain Trino is not asked: these run on the local Athena, which has Athena's grammar. */
export const athenaAlone = {
  'CREATE TABLE': 'LOCATION, PARTITIONED BY and TBLPROPERTIES are of Athena’s DDL; Trino says WITH (…)',
  'ALTER TABLE': 'SET TBLPROPERTIES and ADD COLUMNS are of Athena’s DDL, with names in backquotes',
  'DROP TABLE': 'names in backquotes are of Athena’s DDL',
  'CREATE OR REPLACE VIEW':
    'Athena’s views have no owner, without whom Trino reads none (its issue 18573): it runs the SELECT in it',
  OPTIMIZE: 'REWRITE DATA USING BIN_PACK is Athena’s; Trino says ALTER TABLE … EXECUTE optimize',
  VACUUM: 'is Athena’s; Trino says ALTER TABLE … EXECUTE expire_snapshots and remove_orphan_files',
  UNLOAD: 'is Athena’s; Trino runs the SELECT in it',
} as const;

export type AthenaAlone = keyof typeof athenaAlone;

/** Which of them a statement is; undefined for what Trino runs. */
export function athenaAloneOf(sql: string): AthenaAlone | undefined {
  const kinds = Object.keys(athenaAlone).filter((kind): kind is AthenaAlone => kind in athenaAlone);
  return kinds.find((kind) => sql.startsWith(`${kind} `));
}

/** Athena as the jobs know it, with Trino in the place of its engine. */
export function athenaOverTrino(local: Athena, trino: Trino): Athena {
  const answers = new Map<string, Answer | Error>();
  const answerOf = (id: string): Answer | undefined => {
    const answer = answers.get(id);
    return answer instanceof Error ? undefined : answer;
  };
  return {
    async startQuery(input) {
      if (athenaAloneOf(input.sql) !== undefined) return local.startQuery(input);
      const id = `trino-${answers.size}`;
      const failed = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
      answers.set(id, await trino.answer(input.sql).catch(failed));
      return id;
    },
    async getQuery(id) {
      const answer = answers.get(id);
      if (answer === undefined) return local.getQuery(id);
      if (!(answer instanceof Error)) return { id, state: 'SUCCEEDED', scannedBytes: 0 };
      const failure = { category: 'user', message: answer.message, retryable: false } as const;
      return { id, state: 'FAILED', scannedBytes: 0, failure };
    },
    stopQuery: (id) => (answers.has(id) ? Promise.resolve() : local.stopQuery(id)),
    getUpdateCount: async (id) => (answers.has(id) ? answerOf(id)?.updateCount : local.getUpdateCount(id)),
    async getRows(id, most) {
      const answer = answerOf(id);
      return answer === undefined ? local.getRows(id, most) : textOf(answer, most);
    },
  };
}

/** Of what writes rows, Trino says how many in a row. */
function textOf({ columns, rows, updateCount }: Answer, most: number): Rows {
  if (updateCount !== undefined) return { columns, rows: [] };
  const text = (value: unknown) => (value === null ? undefined : String(value));
  return { columns, rows: rows.slice(0, most).map((row) => row.map(text)) };
}
