import type { Declarations } from '../core/facts/declarations.ts';
import { type FactEvent, factLine, factsOf } from '../core/facts/facts-of.ts';

export type FactLinesDeps = {
  readonly declarations: Declarations;
  /** The payload of an event, from S3 where it is parked there. */
  readonly payloadOf: (event: FactEvent) => Promise<string>;
};

/** Several lines, each ended by "\n". */
export type LineChunk = { readonly text: string; readonly lines: number };

const chunkLength = 65_536;

/** The facts of events as lines, in chunks of some 64 kB; one payload is in memory at a time. */
export async function* factLines(events: readonly FactEvent[], deps: FactLinesDeps): AsyncGenerator<LineChunk> {
  let text = '';
  let lines = 0;
  for (const event of events) {
    const declared = deps.declarations.get(event.event_type);
    if (declared === undefined) continue;
    for (const fact of factsOf({ ...event, payload: await deps.payloadOf(event) }, declared)) {
      text += factLine(fact);
      lines += 1;
      if (text.length < chunkLength) continue;
      yield { text, lines };
      text = '';
      lines = 0;
    }
  }
  if (lines > 0) yield { text, lines };
}
