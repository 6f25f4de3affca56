import type { Session } from '@tributary/local/aws/dms/mysql/server.ts';
import fc from 'fast-check';
import { z } from 'zod';
import type { RandomTable } from './random-tables.ts';
import { randomTransactions, type Transaction } from './random-transactions.ts';

const atOnce = 25;
const count = z.object({ n: z.coerce.number() });

/** Of a URL: a statement's count is of the rows that it has changed, not of those that it has found. */
export const countsChanges = '?flags=-FOUND_ROWS';

/** Runs random transactions, the same ones for a seed as long as tables are the same. */
export function createWriter(session: Session, seed: number) {
  let drawn = 0;
  let rows = 0;
  /** A row that takes the place of another one counts as two for MariaDB, and may be one change. */
  async function run(statements: readonly string[]): Promise<number> {
    let changed = 0;
    for (const statement of statements) {
      await session.run(statement).catch((error: unknown) => {
        throw new Error(`${error}: ${statement}`);
      });
      const [{ n } = { n: 0 }] = await session.select(count, 'SELECT ROW_COUNT() AS n');
      changed += /^REPLACE| ON DUPLICATE KEY /.test(statement) ? Math.floor(n / 2) : Math.max(0, n);
    }
    return changed;
  }
  async function commit({ statements, isRolledBack }: Transaction): Promise<void> {
    await session.run('START TRANSACTION');
    const changed = await run(statements);
    await session.run(isRolledBack ? 'ROLLBACK' : 'COMMIT');
    if (!isRolledBack) rows += changed;
  }
  return {
    /** How many rows were changed. */
    rows: () => rows,
    async write(tables: readonly RandomTable[], isEnough: (since: number) => boolean): Promise<void> {
      const before = rows;
      while (!isEnough(rows - before)) {
        drawn += 1;
        const all = fc.sample(randomTransactions(tables), { numRuns: atOnce, seed: seed + drawn });
        for (const transaction of all) await commit(transaction);
      }
    },
  };
}
