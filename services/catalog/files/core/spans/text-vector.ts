import { viewOf } from '@tributary/shared/bytes.ts';
import type { Spans, Vector } from '@tributary/shared/parquet-write.ts';
import { form, type Leaf, type SpanColumn, type SpanRecords, stride } from './span-column.ts';
import { type Range, unescapeText } from './unescape.ts';

/** Scalars as texts, as they were written. */
export function textVector({ column, owners }: Leaf, records: SpanRecords): Vector {
  const { entries, count, forms } = column;
  const from = new Int32Array(owners);
  const to = new Int32Array(owners);
  // What ends before it begins is absent.
  if (count < owners) to.fill(-1);
  for (let entry = 0; entry < count; entry += 1) {
    const at = entry * stride;
    const owner = entries[at] ?? 0;
    from[owner] = entries[at + 1] ?? 0;
    to[owner] = entries[at + 2] ?? 0;
  }
  const texts = { source: records.source, from, to };
  const isEscaped = (forms & (2 ** form.escaped)) !== 0;
  return { kind: 'texts', texts: isEscaped ? unescaped(texts, column) : texts };
}

/** The same texts behind one another, those that have backslashes without them. */
function unescaped({ source: { bytes }, from, to }: Spans, column: SpanColumn): Spans {
  const { entries, count } = column;
  const target = Buffer.allocUnsafe(roomFor(column));
  let end = 0;
  for (let at = 0; at < count * stride; at += stride) {
    const owner = entries[at] ?? 0;
    const place = { from: entries[at + 1] ?? 0, to: entries[at + 2] ?? 0 };
    from[owner] = end;
    end = entries[at + 3] === form.escaped ? unescapeText(target, end, bytes, place) : copy(target, end, bytes, place);
    to[owner] = end;
  }
  return { source: { bytes: target, view: viewOf(target) }, from, to };
}

/** Most are short, and copied faster so. */
function copy(target: Buffer, start: number, bytes: Buffer, { from, to }: Range): number {
  if (to - from > longest) return start + bytes.copy(target, start, from, to);
  for (let at = from; at < to; at += 1) target[start + at - from] = bytes[at] ?? 0;
  return start + to - from;
}

const longest = 64;

/** No text is longer in UTF-8 than with its backslashes. */
function roomFor({ entries, count }: SpanColumn): number {
  let room = 0;
  for (let at = 0; at < count * stride; at += stride) room += (entries[at + 2] ?? 0) - (entries[at + 1] ?? 0);
  return room;
}
