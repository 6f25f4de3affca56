import type { TextRow } from '@tributary/query/dashboards/drawing/cell.ts';

export type ChartAnswer = { readonly rows: readonly TextRow[]; readonly scannedBytes: number; readonly at: Date };

/** Asks Athena; stops the statement when the signal does. */
export type Run = (sql: string, signal: AbortSignal) => Promise<ChartAnswer>;

export type Answers = {
  /** What is known of a statement already. */
  readonly known: (sql: string) => ChartAnswer | undefined;
  /** The answer that is known, or that is under way for somebody else, or a new one. What nobody waits for any more is stopped. */
  readonly ask: (sql: string, signal: AbortSignal) => Promise<ChartAnswer>;
  readonly forget: (sql: string) => void;
};

/** Athena takes some tens at once; a dashboard leaves room for others. */
const statementsAtOnce = 4;
const mostKept = 300;

type UnderWay = { readonly answer: Promise<ChartAnswer>; readonly controller: AbortController; waiting: number };

/** Answers that are kept while the page is open, so many statements at once. */
export function createAnswers(run: Run, atOnce = statementsAtOnce): Answers {
  const kept = new Map<string, ChartAnswer>();
  const underWay = new Map<string, UnderWay>();
  const inTurn = createTurns(atOnce);

  const begin = (sql: string): UnderWay => {
    const controller = new AbortController();
    const { signal } = controller;
    const answer = inTurn(async () => {
      signal.throwIfAborted();
      const found = await run(sql, signal);
      keep(kept, sql, found);
      return found;
    }).finally(() => underWay.get(sql)?.controller === controller && underWay.delete(sql));
    const begun = { answer, controller, waiting: 0 };
    underWay.set(sql, begun);
    return begun;
  };

  const ask = async (sql: string, signal: AbortSignal): Promise<ChartAnswer> => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    signal.throwIfAborted();
    const own = underWay.get(sql) ?? begin(sql);
    own.waiting += 1;
    const leave = () => {
      own.waiting -= 1;
      if (own.waiting > 0) return;
      underWay.delete(sql);
      own.controller.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    return own.answer.finally(() => signal.removeEventListener('abort', leave));
  };

  return { known: (sql) => kept.get(sql), ask, forget: (sql) => void kept.delete(sql) };
}

function keep(kept: Map<string, ChartAnswer>, sql: string, answer: ChartAnswer): void {
  kept.set(sql, answer);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}

/** Does what it is given, so many at once, in the order in which it came. */
function createTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  const state = { running: 0 };
  return async (work) => {
    if (state.running < most) state.running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) state.running -= 1;
      else next();
    }
  };
}
