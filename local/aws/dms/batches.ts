import type { Endpoint, FollowedTable } from './endpoint.ts';

/** A table, and the endpoint that it is of. */
export type Target = { readonly endpoint: Endpoint; readonly table: FollowedTable };

/** What becomes one file: rows of the same columns. */
export type Batch = { readonly target: Target; readonly columns: readonly string[]; readonly lines: string[] };

export type Batches = {
  add(target: Target, columns: readonly string[], line: string): void;
  /** How much waits, in characters. */
  size(): number;
  /** All that waits, in the order of their first rows; nothing waits then. */
  take(): readonly Batch[];
};

export function createBatches(): Batches {
  let batches: Batch[] = [];
  let open = new Map<FollowedTable, Batch>();
  let size = 0;
  return {
    add(target, columns, line) {
      let batch = open.get(target.table);
      if (batch === undefined || !isSame(batch.columns, columns)) {
        batch = { target, columns, lines: [] };
        open.set(target.table, batch);
        batches.push(batch);
      }
      batch.lines.push(line);
      size += line.length;
    },
    size: () => size,
    take() {
      const taken = batches;
      [batches, open, size] = [[], new Map(), 0];
      return taken;
    },
  };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, at) => name === others[at]);
}
