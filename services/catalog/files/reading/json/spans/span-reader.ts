import { viewOf } from '@tributary/shared/bytes.ts';
import type { TextBytes } from '@tributary/shared/parquet-write.ts';
import type { SpanColumn, SpanRecords } from '../../../core/spans/span-column.ts';
import type { Value } from '../../../core/value.ts';
import { isInexact, parseValueExactly } from '../exact-numbers.ts';
import type { JsonText } from '../json-text.ts';
import { type RecordScan, readRecord } from './read-record.ts';
import { createNode, takeBack, takeColumn } from './span-node.ts';

export type SpanReader = {
  /** Takes the record that stands there; false where it is an unusual one, or none. */
  readonly take: (text: JsonText, from: number, to: number) => boolean;
  /** What has been taken of the text, which then is nothing; undefined where that was nothing. */
  readonly takeRecords: (text: JsonText) => SpanRecords | undefined;
};

/** Where more than one in so many records is unusual, and there are so many of them, to try first costs more than it saves. */
const tolerated = 8;
const tried = 100;

/** Reads usual records where they lie. Places are told apart for the whole file, as records have mostly the same. */
export function createSpanReader(): SpanReader {
  const root = createNode('', 0);
  const scan: RecordScan = { ...textBytes(Buffer.alloc(0)), end: 0, valueAt: 0, level: 0, nodes: 0, lowered: [] };
  let usual = 0;
  let unusual = 0;
  const read = ({ bytes }: JsonText, from: number, to: number): boolean => {
    if (scan.bytes !== bytes) Object.assign(scan, textBytes(bytes));
    scan.end = to;
    return readRecord(scan, root, from) === to;
  };
  return {
    take(text, from, to) {
      if (!text.isUtf8 || (unusual > tried && unusual * tolerated > usual)) return false;
      if (read(text, from, to)) {
        usual += 1;
        return true;
      }
      unusual += 1;
      takeBack(root, from);
      for (const { node, place } of scan.lowered.toReversed()) node.place = place;
      return false;
    },
    takeRecords: (text) => (root.count === 0 ? undefined : spanRecords(text.bytes, takeColumn(root))),
  };
}

function textBytes(bytes: Buffer): TextBytes {
  return { bytes, view: viewOf(bytes) };
}

function spanRecords(bytes: Buffer, root: SpanColumn): SpanRecords {
  return {
    kind: 'spans',
    length: root.count,
    source: textBytes(bytes),
    root,
    size: sizeOf(root),
    read: (from, to) => parse(bytes.toString('utf8', from, to)),
    readExactly: (from, to) => parseValueExactly(bytes.toString('utf8', from, to)),
  };
}

function parse(text: string): Value {
  return isInexact(text) ? parseValueExactly(text) : JSON.parse(text);
}

function sizeOf({ count, fields, element }: SpanColumn): number {
  return fields.reduce((sum, field) => sum + sizeOf(field), count + (element === undefined ? 0 : sizeOf(element)));
}
