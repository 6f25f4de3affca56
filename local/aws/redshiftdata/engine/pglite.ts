import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../../kernel/clock.ts';
import type { Answer, Ask } from './pglite-message.ts';
import { DatabaseError, type Databases, type Session, type SqlResult } from './session.ts';

const start = new URL('../../../kernel/start.mjs', import.meta.url);
const thread = new URL('./pglite-thread.ts', import.meta.url);

/** A database takes some hundred megabytes while it is open: one that nobody asks is closed. */
const idleMillis = 60_000;

/** PGlite: a database per target and name in a folder of its own, its thread started by the first statement and ended when idle. */
export function pgliteDatabases(folder: string, clock: Pick<Clock, 'after'>): Databases {
  const databases = new Map<string, Database>();
  return {
    async open(target, name) {
      const key = join(target, name);
      const database = databases.get(key) ?? createDatabase(join(folder, key), clock);
      databases.set(key, database);
      return database.session();
    },
    async close() {
      await Promise.all([...databases.values()].map((database) => database.close()));
    },
  };
}

type Database = { session(): Promise<Session>; close(): Promise<void> };
type Thread = { readonly worker: Worker; ask(ask: Ask): Promise<Answer> };

/** One database. Its sessions come one after the other: what they leave of themselves is discarded. */
function createDatabase(folder: string, clock: Pick<Clock, 'after'>): Database {
  let open: Promise<Thread> | undefined;
  /** No two threads have the folder at once. */
  let ending: Promise<unknown> = Promise.resolve();
  let stopIdling = () => {};

  function opened(): Promise<Thread> {
    const thread = open ?? ending.then(() => startThread(folder));
    open = thread;
    return thread;
  }

  async function run(sql: string, values: readonly string[] = []): Promise<SqlResult> {
    const { ask } = await opened();
    return resultOf(await ask({ sql, values }));
  }

  /** Ends the thread, if there is one: at once, or once the database is closed. */
  function end(how: (thread: Thread) => Promise<unknown>): Promise<unknown> {
    stopIdling();
    ending = open?.then(how).catch(() => undefined) ?? ending;
    open = undefined;
    return ending;
  }

  return {
    async session() {
      stopIdling();
      return {
        run,
        async interrupt() {
          await end(({ worker }) => worker.terminate());
        },
        async close() {
          if (open !== undefined) await run('DISCARD ALL');
          stopIdling = clock.after(idleMillis, async () => void (await end(closeThread)));
        },
      };
    },
    close: async () => void (await end(closeThread)),
  };
}

async function closeThread({ worker, ask }: Thread): Promise<void> {
  await ask('close').catch(() => undefined);
  await worker.terminate();
}

function resultOf(answer: Answer): SqlResult {
  if (typeof answer === 'string') throw new DatabaseError(`the database answered ${answer}`, '58000');
  if ('result' in answer) return answer.result;
  const { message, code, detail } = answer.failed;
  throw new DatabaseError(message, code, detail);
}

/** A thread that has opened the database. One that ends in the middle of a statement has not committed: PostgreSQL recovers when it is opened again. */
async function startThread(folder: string): Promise<Thread> {
  mkdirSync(folder, { recursive: true });
  const worker = new Worker(start, { argv: [thread.href], workerData: folder });
  worker.unref();
  const answers = answersOf(worker);
  await answers();
  return {
    worker,
    ask(ask) {
      const answer = answers();
      worker.postMessage(ask);
      return answer;
    },
  };
}

/** Each call gives the next answer; all fail once the thread has ended. */
function answersOf(worker: Worker): () => Promise<Answer> {
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  let ended: DatabaseError | undefined;
  const end = (error: DatabaseError) => {
    if (ended !== undefined) return;
    ended = error;
    waiting?.reject(error);
  };
  worker.on('message', (answer: Answer) => {
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(answer);
  });
  worker.on('error', (error) =>
    end(new DatabaseError(error instanceof Error ? error.message : String(error), '58000')),
  );
  worker.on('exit', () => end(new DatabaseError('the database was closed', '57P01')));
  return () =>
    new Promise((resolve, reject) => {
      if (ended === undefined) waiting = { resolve, reject };
      else reject(ended);
    });
}
