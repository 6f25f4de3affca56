const quote = 0x22;
const newline = 0x0a;

/** Of so many rows the place is kept: the others are found by reading from there. */
export const rowsOfGroup = 64;

export type RowIndex = {
  /** Takes the next bytes, cut anywhere. */
  readonly push: (bytes: Uint8Array) => void;
  /** There are no more: what has no line feed is the last row. */
  readonly finish: () => void;
  /** Whole rows so far. */
  readonly rows: () => number;
  /** From which byte to which (exclusive) the whole rows of a group stand, the row `rowsOfGroup * group` being the first. */
  readonly group: (group: number) => { readonly from: number; readonly to: number } | undefined;
};

/** Where rows begin in bytes that pass by. In quotes, unless `isText`, a line feed ends no row. */
export function createRowIndex({ isText }: { readonly isText: boolean }): RowIndex {
  const starts: number[] = [0];
  const state = { rows: 0, bytes: 0, isQuoted: false, endOfLast: 0 };
  const endRow = (next: number) => {
    state.rows += 1;
    state.endOfLast = next;
    if (state.rows % rowsOfGroup === 0) starts.push(next);
  };
  return {
    push(bytes) {
      let { isQuoted } = state;
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at];
        // Two quotes within quotes stand for one: out and in again is the same.
        if (byte === quote && !isText) isQuoted = !isQuoted;
        else if (byte === newline && !isQuoted) endRow(state.bytes + at + 1);
      }
      state.isQuoted = isQuoted;
      state.bytes += bytes.length;
    },
    finish() {
      if (state.endOfLast < state.bytes) endRow(state.bytes);
    },
    rows: () => state.rows,
    group(group) {
      const from = starts[group];
      if (from === undefined || from >= state.endOfLast) return undefined;
      return { from, to: starts[group + 1] ?? state.endOfLast };
    },
  };
}
