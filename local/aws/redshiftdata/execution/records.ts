import type { Cloud } from '../../../kernel/cloud.ts';
import type { EmitEvent } from '../../events/event.ts';
import type { Results } from '../results.ts';
import { isOver, keptMillis, type RedshiftStore, type State, type StoredSql, type StoredStatement } from '../store.ts';
import { createEndEvents } from './events.ts';

export type RecordDeps = {
  readonly cloud: Cloud;
  readonly store: RedshiftStore;
  readonly results: Results;
  readonly emit: EmitEvent;
};

export type Records = ReturnType<typeof createRecords>;

/** The records of statements, and the events of their ends. */
export function createRecords({ cloud, store, results, emit }: RecordDeps) {
  const announce = createEndEvents(cloud, emit);

  function change(id: string, what: (statement: StoredStatement) => Partial<StoredStatement>): void {
    const current = store.statements.get(id);
    if (current !== undefined) store.statements.put(id, { ...current, ...what(current), updated: cloud.clock.now() });
  }

  return {
    move: (id: string, state: State) => change(id, () => ({ state })),
    progress(id: string, at: number, made: Partial<StoredSql>): void {
      const updated = cloud.clock.now();
      change(id, ({ sqls }) => ({
        sqls: sqls.map((sql, place) => (place === at ? { ...sql, ...made, updated } : sql)),
      }));
    },
    end(id: string, state: State, error?: string): void {
      const updated = cloud.clock.now();
      change(id, ({ sqls, isBatch }) => ({
        state,
        error: toldError(sqls, isBatch, error),
        sqls: sqls.map((sql) => endedSql(sql, { state, error, updated })),
      }));
      const statement = store.statements.get(id);
      if (statement !== undefined) announce(statement);
    },
    /** What is older than AWS keeps it goes, with its results. */
    forget(): void {
      const now = cloud.clock.now();
      const old = [...store.statements.values()].filter((each) => isOver(each) && each.created + keptMillis <= now);
      for (const { id, token, sqls } of old) {
        store.statements.delete(id);
        if (token !== undefined) store.tokens.delete(token);
        results.remove(id, sqls.length);
      }
    },
  };
}

/** Of a batch the error says which of its statements failed. */
function toldError(sqls: readonly StoredSql[], isBatch: boolean, error: string | undefined): string | undefined {
  const failed = sqls.findIndex(({ state }) => state === 'STARTED') + 1;
  return isBatch && error !== undefined && failed > 0 ? `Query #${failed} failed with ${error}` : error;
}

type Ended = { readonly state: State; readonly error: string | undefined; readonly updated: number };

/** What was finished stays so, though it was rolled back; what had not begun is aborted. Inferred: AWS does not write it down. */
function endedSql(sql: StoredSql, { state, error, updated }: Ended): StoredSql {
  if (isOver(sql)) return sql;
  return sql.state === 'STARTED' ? { ...sql, state, error, updated } : { ...sql, state: 'ABORTED', updated };
}
