import type { SpanRecords } from '../../core/spans/span-column.ts';
import type { JsonRecords } from '../records.ts';
import { type JsonBatch, type JsonText, recordAt, recordsOf } from './json-text.ts';
import { createSpanReader } from './spans/span-reader.ts';

/** Records that have been read of a text. */
export type Taken = {
  /** Takes the record that stands there, or says why it is none. */
  readonly take: (text: JsonText, from: number, to: number) => string | undefined;
  /** All since it was last asked for, in order. */
  readonly all: (text: JsonText) => readonly (JsonRecords | SpanRecords)[];
};

/** Usual records are taken where they lie, others as values. */
export function createTaken(): Taken {
  const spans = createSpanReader();
  let lots: (JsonRecords | SpanRecords)[] = [];
  let batch = noBatch();

  const endBatch = (text: JsonText): void => {
    if (batch.rows.length > 0) lots.push(recordsOf(text, batch));
    batch = noBatch();
  };
  const endSpans = (text: JsonText): void => {
    const records = spans.takeRecords(text);
    if (records !== undefined) lots.push(records);
  };
  return {
    take(text, from, to) {
      if (spans.take(text, from, to)) {
        if (batch.rows.length > 0) endBatch(text);
        return undefined;
      }
      endSpans(text);
      const row = recordAt(text, from, to);
      if (typeof row === 'string') return row;
      batch.rows.push(row);
      batch.starts.push(from);
      batch.ends.push(to);
      return undefined;
    },
    all(text) {
      endBatch(text);
      endSpans(text);
      const taken = lots;
      lots = [];
      return taken;
    },
  };
}

function noBatch(): JsonBatch {
  return { rows: [], starts: [], ends: [] };
}
