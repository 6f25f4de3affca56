import type { Cell } from '../../parts/grid.tsx';
import { createBlocks } from './blocks.ts';
import { csvRows, lineRows } from './csv-rows.ts';
import { createRowIndex, rowsOfGroup } from './row-index.ts';

/** A file that Athena wrote a result into. */
export type ResultFile = {
  /** A text of lines, as SHOW, DDL and EXPLAIN give it; else CSV, whose first row is the columns' names. */
  readonly isText: boolean;
  /** All bytes, as they come. */
  readonly stream: (signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;
  /** Those from one to another (exclusive), or to the end where it is nearer. */
  readonly range: (from: number, to: number, signal: AbortSignal) => Promise<Uint8Array>;
};

export type StoredResult = {
  /** Rows that have come so far, without that of names. */
  readonly count: () => number;
  readonly isWhole: () => boolean;
  readonly bytes: () => number;
  /** undefined while it is read; `changed` is called when it is there. */
  readonly rowAt: (index: number) => readonly Cell[] | undefined;
  /** Reads the file to its end. Throws what the file does. */
  readonly read: () => Promise<void>;
  readonly close: () => void;
};

/** Groups of rows that are kept as texts. */
const mostGroups = 8;

/** A result's rows, kept as the bytes that they came as, and as texts where they are looked at. `changed` is called when there are more. */
export function openResult(
  file: ResultFile,
  changed: (error?: Error) => void,
  /** Megabytes that are kept. */
  most = 64,
): StoredResult {
  const controller = new AbortController();
  const { signal } = controller;
  const index = createRowIndex(file);
  const blocks = createBlocks((from, to) => file.range(from, to, signal), most);
  const groups = new Map<number, { readonly to: number; readonly rows: readonly (readonly Cell[])[] }>();
  const head = file.isText ? 0 : 1;
  const loading = new Set<number>();
  const state = { bytes: 0, isWhole: false };

  const keep = (group: number, to: number, bytes: Uint8Array) => {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const rows = file.isText ? lineRows(text) : csvRows(text);
    groups.delete(group);
    groups.set(group, { to, rows });
    for (const oldest of groups.keys()) if (groups.size > mostGroups) groups.delete(oldest);
    return rows;
  };

  const load = (group: number, from: number, to: number) => {
    if (loading.has(group) || signal.aborted) return;
    loading.add(group);
    blocks.load(from, to).then(
      (bytes) => {
        loading.delete(group);
        keep(group, to, bytes);
        changed();
      },
      // What could not be read once is told, and not asked for at each look.
      (error: unknown) => signal.aborted || changed(error instanceof Error ? error : new Error(String(error))),
    );
  };

  const rowsOf = (group: number) => {
    const place = index.group(group);
    if (place === undefined) return undefined;
    const known = groups.get(group);
    if (known?.to === place.to) return known.rows;
    const bytes = blocks.slice(place.from, place.to);
    if (bytes === undefined) load(group, place.from, place.to);
    return bytes && keep(group, place.to, bytes);
  };

  return {
    count: () => Math.max(0, index.rows() - head),
    isWhole: () => state.isWhole,
    bytes: () => state.bytes,
    rowAt(row) {
      const at = row + head;
      return rowsOf(Math.floor(at / rowsOfGroup))?.[at % rowsOfGroup];
    },
    async read() {
      for await (const bytes of piecesOf(await file.stream(signal))) {
        if (signal.aborted) return;
        index.push(bytes);
        blocks.append(bytes);
        state.bytes += bytes.length;
        changed();
      }
      index.finish();
      state.isWhole = true;
      changed();
    },
    close: () => controller.abort(),
  };
}

/** As `for await` over a stream, which Safari has not. */
export async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
