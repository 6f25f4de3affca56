import type { FactEvent } from '../core/facts/facts-of.ts';
import { overflowFolder, overflowKey } from '../core/facts/overflow.ts';
import { ParkedPayloadError } from '../core/facts/parked.ts';
import { type FactLinesDeps, factLines, type LineChunk } from './fact-lines.ts';

/** The events of one entity in a record. */
export type Part = {
  readonly recordId: string;
  readonly arrivedAt: number;
  readonly data: Buffer;
  readonly entity: string;
  readonly events: readonly FactEvent[];
};

export type OverflowsDeps = FactLinesDeps & {
  /** Writes lines as one gzip object of the raw bucket, whole or not at all; gives its bytes. */
  readonly writeOverflow: (key: string, chunks: AsyncIterable<LineChunk>) => Promise<number>;
};

type Written = {
  readonly facts: number;
  readonly objects: number;
  readonly bytes: number;
  /** By recordId, why a record's facts could not all be made. */
  readonly failed: ReadonlyMap<string, string>;
};

/** Facts that an answer cannot hold, one object per entity and hour. */
export type Overflows = {
  add(part: Part): void;
  /** Throws when S3 does not take them. */
  write(): Promise<Written>;
};

export function createOverflows(deps: OverflowsDeps): Overflows {
  const folders = new Map<string, Part[]>();
  return {
    add(part) {
      const folder = overflowFolder(part.entity, part);
      const parts = folders.get(folder);
      if (parts === undefined) folders.set(folder, [part]);
      else parts.push(part);
    },
    async write() {
      const failed = new Map<string, string>();
      const total = { facts: 0, objects: 0, bytes: 0 };
      for (const [folder, parts] of folders) {
        const chunks = linesOf(parts, deps, failed);
        const first = await chunks.next();
        if (first.done) continue;
        const counted = async function* () {
          total.facts += first.value.lines;
          yield first.value;
          for await (const chunk of chunks) {
            total.facts += chunk.lines;
            yield chunk;
          }
        };
        total.bytes += await deps.writeOverflow(overflowKey(folder, parts), counted());
        total.objects += 1;
      }
      return { ...total, failed };
    },
  };
}

/** A record that fails on its way leaves facts that are true: when it is run again, they come again under the same ids. */
async function* linesOf(
  parts: readonly Part[],
  deps: FactLinesDeps,
  failed: Map<string, string>,
): AsyncGenerator<LineChunk> {
  for (const { recordId, events } of parts) {
    try {
      yield* factLines(events, deps);
    } catch (error) {
      if (!(error instanceof ParkedPayloadError)) throw error;
      failed.set(recordId, error.message);
    }
  }
}
