import { useEffect, useState } from 'preact/hooks';
import type { ChartAnswer } from './answers.ts';
import { answers } from './athena-answers.ts';

export type AnswerState = {
  readonly answer?: ChartAnswer | undefined;
  readonly error?: Error | undefined;
  readonly isAsking: boolean;
};

export type UsedAnswers = {
  /** By statement. */
  readonly of: (sql: string) => AnswerState;
  /** Asks all of them once more. */
  readonly again: () => void;
};

type States = ReadonlyMap<string, AnswerState>;

/** The answers to statements as they come; an answer stays while it is asked for again. */
export function useAnswers(statements: readonly string[]): UsedAnswers {
  const [states, setStates] = useState<States>(new Map());
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(statements);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const put = (sql: string, state: AnswerState) =>
      signal.aborted || setStates((before) => new Map([...before, [sql, state]]));
    setStates((before) => new Map(statements.map((sql) => [sql, { answer: before.get(sql)?.answer, isAsking: true }])));
    for (const sql of statements)
      answers.ask(sql, signal).then(
        (answer) => put(sql, { answer, isAsking: false }),
        (cause: unknown) => put(sql, { error: asError(cause), isAsking: false }),
      );
    return () => controller.abort();
  }, [key, turn]);
  return {
    of: (sql) => states.get(sql) ?? { answer: answers.known(sql), isAsking: true },
    again: () => {
      for (const sql of statements) answers.forget(sql);
      setTurn((at) => at + 1);
    },
  };
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
