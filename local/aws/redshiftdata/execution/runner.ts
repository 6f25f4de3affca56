import type { Access } from '../copy/access.ts';
import type { Databases, Session } from '../engine/session.ts';
import { isOver, type StoredStatement } from '../store.ts';
import { folderOf } from '../target.ts';
import { failureText } from './failure.ts';
import { createRecords, type RecordDeps } from './records.ts';
import { runStatement } from './run-statement.ts';

export type RunnerOptions = RecordDeps & {
  readonly databases: Databases;
  readonly access: Access;
};

export type Runner = {
  submit(statement: StoredStatement): void;
  /** Whether it will end as ABORTED; false where it is too late. */
  cancel(id: string): boolean;
  /** Fails what a former process left unfinished. */
  recover(): void;
  close(): Promise<void>;
};

type Running = { readonly abort: AbortController; session?: Session; isCommitting: boolean };

const lost = 'ERROR: The local cloud ended while the statement was under way; nothing of it was committed';

/** Runs statements, those of a database one after the other, and keeps their records. */
export function createRunner(options: RunnerOptions): Runner {
  const { cloud, store, results, databases, access } = options;
  const { move, progress, end, forget } = createRecords(options);
  const running = new Map<string, Running>();
  const lanes = new Map<string, Promise<void>>();

  async function run(id: string): Promise<void> {
    const statement = store.statements.get(id);
    if (statement === undefined || isOver(statement)) return;
    const own: Running = { abort: new AbortController(), isCommitting: false };
    running.set(id, own);
    move(id, 'PICKED');
    try {
      await runIn(own, statement);
      end(id, 'FINISHED');
    } catch (error) {
      if (own.abort.signal.aborted) end(id, 'ABORTED', `ERROR: ${String(own.abort.signal.reason)}`);
      else end(id, 'FAILED', failureText(error));
    } finally {
      running.delete(id);
    }
  }

  async function runIn(own: Running, statement: StoredStatement): Promise<void> {
    const { id, target, database } = statement;
    const session = await databases.open(folderOf(target), database);
    own.session = session;
    try {
      move(id, 'STARTED');
      await runStatement({
        cloud,
        access,
        results,
        statement,
        session,
        signal: own.abort.signal,
        progress: (at, made) => progress(id, at, made),
        committing() {
          own.isCommitting = true;
        },
      });
    } finally {
      await session
        .close()
        .catch((error: unknown) => cloud.log('warn', 'A session did not end', { id, error: String(error) }));
    }
  }

  function stop({ abort, session }: Running, reason: string): Promise<void> | undefined {
    abort.abort(reason);
    return session?.interrupt();
  }

  return {
    submit(statement) {
      forget();
      store.statements.put(statement.id, statement);
      const key = `${folderOf(statement.target)}/${statement.database}`;
      lanes.set(
        key,
        (lanes.get(key) ?? Promise.resolve()).then(() => run(statement.id)),
      );
    },
    cancel(id) {
      const own = running.get(id);
      if (own === undefined) end(id, 'ABORTED', "ERROR: Query cancelled on user's request");
      else if (own.isCommitting) return false;
      else
        stop(own, "Query cancelled on user's request")?.catch((error: unknown) =>
          cloud.log('warn', 'A statement was not interrupted', { id, error: String(error) }),
        );
      return true;
    },
    recover() {
      for (const statement of [...store.statements.values()]) if (!isOver(statement)) end(statement.id, 'FAILED', lost);
    },
    async close() {
      await Promise.all([...running.values()].map((own) => (own.isCommitting ? undefined : stop(own, lost))));
      await Promise.all(lanes.values());
      await databases.close();
    },
  };
}
