import { useEffect, useRef, useState } from 'preact/hooks';
import type { Execution } from '../../aws/athena.ts';
import { describeResult, type ResultColumn, readObject } from '../../aws/athena-result.ts';
import type { ResultFile, StoredResult } from './stored-result.ts';
import { openResult } from './stored-result.ts';

export type Shown = {
  readonly columns?: readonly ResultColumn[];
  /** Rows that INSERT and alike wrote, of a statement that gives none. */
  readonly updated?: number | undefined;
  readonly stored?: StoredResult;
  readonly file?: ResultFile;
  readonly error?: Error;
};

/** What a statement gave, read from S3 while it is shown. Renders anew as rows come, once a frame at most. */
export function useResult(execution: Execution | undefined): Shown {
  const [shown, setShown] = useState<Shown>({});
  const [, setTurn] = useState(0);
  const frame = useRef(0);
  const id = execution?.Status.State === 'SUCCEEDED' ? execution.QueryExecutionId : undefined;
  const location = execution?.ResultConfiguration?.OutputLocation ?? '';
  useEffect(() => {
    setShown({});
    if (id === undefined) return undefined;
    const file = fileOf(location);
    const fail = (error: Error) => setShown((before) => ({ ...before, error }));
    const changed = (error?: Error) => {
      if (error !== undefined) fail(error);
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(() => setTurn((turn) => turn + 1));
    };
    const stored = file && openResult(file, changed);
    const state = { isOver: false };
    describeResult(id)
      .then(async ({ columns, updated }) => {
        if (state.isOver) return;
        setShown({
          columns,
          updated: stored === undefined ? updated : undefined,
          ...(stored && file ? { stored, file } : {}),
        });
        await stored?.read();
      })
      .catch((error: unknown) => state.isOver || fail(error instanceof Error ? error : new Error(String(error))));
    return () => {
      state.isOver = true;
      stored?.close();
      cancelAnimationFrame(frame.current);
    };
  }, [id, location]);
  return shown;
}

/** Of what gives rows or lines; INSERT and alike write none. */
function fileOf(location: string): ResultFile | undefined {
  if (!/\.(csv|txt)$/.test(location)) return undefined;
  return {
    isText: location.endsWith('.txt'),
    stream: async (signal) => {
      const { body } = await readObject(location, signal);
      return body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    },
    range: async (from, to, signal) =>
      new Uint8Array(await (await readObject(location, signal, { from, to })).arrayBuffer()),
  };
}
