import type { Cloud } from '../../../kernel/cloud.ts';
import { createSlowness } from '../../../kernel/slowness.ts';
import type { Access } from '../copy/access.ts';
import { runCopy } from '../copy/run-copy.ts';
import { readStatement, type Statement } from '../dialect/read-statement.ts';
import { DatabaseError, type Session, type SqlResult } from '../engine/session.ts';
import type { Results } from '../results.ts';
import type { StoredSql, StoredStatement } from '../store.ts';

export type Run = {
  readonly cloud: Cloud;
  readonly access: Access;
  readonly results: Results;
  readonly statement: StoredStatement;
  readonly session: Session;
  /** Aborted when it is cancelled. */
  readonly signal: AbortSignal;
  /** Told what becomes of each SQL statement. */
  progress(at: number, change: Partial<StoredSql>): void;
  /** Told before it commits: from then on it cannot be cancelled. */
  committing(): void;
};

/** Runs what a call named: one transaction, all of it or nothing. Throws why it failed. */
export async function runStatement(run: Run): Promise<void> {
  const { session, statement, signal } = run;
  const subject = `${statement.name ?? ''} ${statement.sqls.map(({ sql }) => sql).join('; ')}`;
  const linger = createSlowness(run.cloud, { at: 'redshift-data:run', subject }, signal);
  const transaction = transactionOf(session);
  try {
    for (const at of statement.sqls.keys()) await runOne(run, at, transaction);
    await linger();
    signal.throwIfAborted();
    run.committing();
    await transaction.end('COMMIT');
  } catch (error) {
    await transaction.end('ROLLBACK').catch(ifDatabase);
    throw error;
  }
}

/** A session that was interrupted has no transaction any more. */
function ifDatabase(error: unknown): void {
  if (!(error instanceof DatabaseError)) throw error;
}

type Transaction = { begin(): Promise<void>; end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> };

function transactionOf(session: Session): Transaction {
  let isOpen = false;
  return {
    async begin() {
      if (!isOpen) await session.run('BEGIN');
      isOpen = true;
    },
    async end(how) {
      if (isOpen) await session.run(how);
      isOpen = false;
    },
  };
}

async function runOne(run: Run, at: number, transaction: Transaction): Promise<void> {
  const { cloud, statement, signal, results } = run;
  signal.throwIfAborted();
  const started = cloud.clock.now();
  run.progress(at, { state: 'STARTED' });
  const { sql } = statement.sqls[at] ?? { sql: '' };
  const read = readStatement(sql, { parameters: statement.parameters, inBatch: statement.isBatch });
  if (read.kind === 'copy' || read.inTransaction) await transaction.begin();
  const { columns, rows, changed } = await carryOut(read, run);
  const hasResult = columns.length > 0;
  const bytes = hasResult
    ? await results.write(statement.id, at + 1, { columns: [...columns], rows: rows.map((row) => [...row]) })
    : undefined;
  run.progress(at, {
    state: 'FINISHED',
    durationMillis: cloud.clock.now() - started,
    hasResult,
    rows: hasResult ? rows.length : changed,
    bytes,
  });
}

async function carryOut(read: Statement, { session, access, signal }: Run): Promise<SqlResult> {
  if (read.kind === 'sql') return session.run(read.sql);
  return { columns: [], rows: [], changed: await runCopy(read.copy, { session, access, signal }) };
}
