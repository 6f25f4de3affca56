import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Execution, ended, type Statement, start, stop } from '../aws/athena.ts';

/** What was sent: the statement as it stands in the editor, and what was put before it. */
export type Sent = { readonly sql: string; readonly from: number; readonly before: string };

export type Run = {
  readonly sent?: Sent;
  readonly execution?: Execution;
  /** Why Athena refused it, or it failed, or was stopped. */
  readonly error?: Error;
  readonly isRunning: boolean;
};

export type Runner = Run & {
  /** Of what was started or opened last. */
  readonly id: () => string | undefined;
  /** Gives the id of what was started; undefined where Athena refused it, which `error` says. */
  readonly run: (statement: Omit<Statement, 'sql'>, sent: Sent) => Promise<string | undefined>;
  /** Follows what was started before, elsewhere perhaps. */
  readonly open: (executionId: string) => void;
  readonly cancel: () => void;
  readonly clear: () => void;
};

const nothing: Run = { isRunning: false };

/** The statement that the page is about. What was started goes on in Athena when the page is left. */
export function useRun(): Runner {
  const [state, setState] = useState(nothing);
  const turn = useRef(0);
  const known = useRef<string | undefined>(undefined);
  const begin = useCallback((first: Run) => {
    turn.current += 1;
    const mine = turn.current;
    known.current = undefined;
    setState(first);
    return {
      isOver: () => turn.current !== mine,
      put: (change: Partial<Run>) => turn.current === mine && setState((before) => ({ ...before, ...change })),
    };
  }, []);
  useEffect(() => () => void begin(nothing), [begin]);

  const follow = useCallback(async (executionId: string, { put, isOver }: ReturnType<typeof begin>) => {
    try {
      const execution = await ended(executionId, { seen: (seen) => put({ execution: seen }), isOver });
      put({ execution, isRunning: false });
    } catch (error) {
      put({ error: asError(error), isRunning: false });
    }
  }, []);

  const run = useCallback<Runner['run']>(
    async (statement, sent) => {
      const now = begin({ sent, isRunning: true });
      try {
        const executionId = await start({ ...statement, sql: sent.before + sent.sql });
        if (!now.isOver()) known.current = executionId;
        follow(executionId, now);
        return executionId;
      } catch (error) {
        now.put({ error: asError(error), isRunning: false });
        return undefined;
      }
    },
    [begin, follow],
  );

  const open = useCallback(
    (id: string) => {
      const now = begin({ isRunning: true });
      known.current = id;
      follow(id, now);
    },
    [begin, follow],
  );
  const clear = useCallback(() => void begin(nothing), [begin]);
  const cancel = useCallback(() => {
    if (known.current === undefined) return;
    stop(known.current).catch((error: unknown) => setState((before) => ({ ...before, error: asError(error) })));
  }, []);
  const id = useCallback(() => known.current, []);
  return { ...state, id, run, open, cancel, clear };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
