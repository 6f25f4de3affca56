import { advancePosition, type Position } from './position.ts';

/** The end of what was read, which waits for what follows it: it may come from several runs, and a run from another member than the next. */
export function createHeldBytes() {
  let bytes: Buffer = Buffer.alloc(0);
  let runs: readonly { readonly at: Position; readonly length: number }[] = [];
  return {
    /** What is held, with a run behind it. */
    join(run: Buffer, at: Position): Buffer {
      runs = [...runs, { at, length: run.length }];
      bytes = bytes.length === 0 ? run : Buffer.concat([bytes, run]);
      return bytes;
    },
    /** The place of one of the bytes that are held, or of what follows them. */
    placeOf(index: number): Position {
      let left = index;
      for (const { at, length } of runs) {
        if (left < length) return advancePosition(at, left);
        left -= length;
      }
      const last = runs.at(-1);
      return last === undefined ? [] : advancePosition(last.at, last.length + left);
    },
    /** So many of the bytes are done. */
    drop(done: number): void {
      bytes = bytes.subarray(done);
      let left = done;
      runs = runs.flatMap(({ at, length }) => {
        const passed = Math.min(left, length);
        left -= passed;
        return passed === length ? [] : [{ at: advancePosition(at, passed), length: length - passed }];
      });
    },
    /** All that is held, which then is nothing. */
    take(): { readonly bytes: Buffer; readonly at: Position } | undefined {
      const [first] = runs;
      const taken = bytes;
      runs = [];
      bytes = Buffer.alloc(0);
      return first === undefined ? undefined : { bytes: taken, at: first.at };
    },
    at: (): Position | null => runs[0]?.at ?? null,
  };
}
