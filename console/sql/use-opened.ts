import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { look } from '../aws/athena.ts';
import { type Saved, savedBy } from '../aws/athena-saved.ts';
import type { SqlAddress } from './address.ts';
import type { EditorHandle } from './editor/editor.tsx';
import type { Runner } from './use-run.ts';

export type Opened = { readonly saved?: Saved | undefined; readonly error?: Error | undefined };

export type Opening = {
  readonly run: Runner;
  /** The text of the address that the editor has had: what was typed since is not to be lost when the address follows. */
  readonly shown: RefObject<string | undefined>;
  readonly settle: (database?: string, workGroup?: string) => void;
};

/**
 * Brings what the address names into the page: a text, a saved query's, or that of a statement that was run, with its result. It runs nothing.
 * `settle` is told where such a text was meant to run.
 */
export function useOpened(
  { sql, query, execution }: SqlAddress,
  editor: RefObject<EditorHandle | null>,
  { run, shown, settle }: Opening,
): Opened & { readonly again: () => void } {
  const [state, setState] = useState<Opened>({});
  const [turn, setTurn] = useState(0);
  const latest = useRef({ sql, run, settle });
  latest.current = { sql, run, settle };
  const bring = (text: string, database?: string, workGroup?: string) => {
    // The address has a text of its own, that somebody changed.
    if (latest.current.sql !== undefined) return;
    editor.current?.put(text);
    latest.current.settle(database, workGroup);
  };
  useEffect(() => {
    if (sql === undefined || sql === shown.current) return;
    shown.current = sql;
    editor.current?.put(sql);
  }, [sql, editor, shown]);
  useEffect(() => {
    setState({});
    if (query === undefined) return undefined;
    return answered(savedBy(query), setState, (saved) => {
      setState({ saved });
      bring(saved.QueryString, saved.Database, saved.WorkGroup);
    });
  }, [query, turn]);
  useEffect(() => {
    const { run: runner } = latest.current;
    // What was started here is shown already.
    if (runner.id() === execution) return undefined;
    if (execution === undefined) runner.clear();
    if (execution === undefined) return undefined;
    runner.open(execution);
    return answered(look(execution), setState, ({ Query = '', QueryExecutionContext, WorkGroup }) =>
      bring(Query, QueryExecutionContext?.Database, WorkGroup),
    );
  }, [execution]);
  return { ...state, again: () => setTurn((at) => at + 1) };
}

/** Takes an answer while it is wanted; gives what ends that. */
function answered<T>(answer: Promise<T>, fail: (state: Opened) => void, take: (value: T) => void) {
  const state = { isOver: false };
  answer.then(
    (value) => state.isOver || take(value),
    (error: unknown) => state.isOver || fail({ error: error instanceof Error ? error : new Error(String(error)) }),
  );
  return () => {
    state.isOver = true;
  };
}
