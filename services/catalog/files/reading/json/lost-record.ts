import type { Position } from '@tributary/shared/objects/position.ts';
import type { TextPart } from '@tributary/shared/objects/records.ts';
import type { JsonRecords } from '../records.ts';
import { closeBracket, comma, type JsonScan, none, open, scanValue, skipBlanks } from './json-scan.ts';

/** What ends it: its own end, the separator behind that, the line's end, or nothing. */
type Until = 'value' | 'separator' | 'line' | 'never';

export type LostOptions = {
  readonly at: Position;
  /** What has come of it. */
  readonly bytes: Buffer;
  readonly scan: JsonScan;
  readonly isScanned: boolean;
  readonly isDocument: boolean;
};

/** A record that is too long to be held: it is passed over to its end. */
export type Lost = {
  readonly at: Position;
  /** Passes more of it; gives back how many bytes are its own. */
  readonly pass: (bytes: Buffer) => number;
  readonly isOver: () => boolean;
  readonly size: () => number;
  readonly part: () => TextPart<JsonRecords>;
};

/** So much is kept of it with the reason; the object has the rest. */
const headBytes = 1024 * 1024;

export function createLost({ at, bytes, scan, isScanned, isDocument }: LostOptions): Lost {
  const head = Buffer.from(bytes.subarray(0, headBytes));
  const otherwise = isDocument ? 'line' : 'never';
  let until: Until = isScanned ? 'value' : otherwise;
  let isOver = false;
  let size = 0;

  const passValue = (more: Buffer): number => {
    const end = scanValue(scan, more, false);
    if (end === open) return scan.at;
    until = end === none ? otherwise : 'separator';
    isOver = end !== none && isDocument;
    return Math.max(0, end);
  };
  const passBlanks = (more: Buffer, from: number): number => {
    const next = skipBlanks(more, from);
    if (next >= more.length) return next;
    isOver = more[next] === comma || more[next] === closeBracket;
    if (!isOver) until = 'never';
    return next;
  };
  const passAll = (more: Buffer): number => {
    const newline = until === 'line' ? more.indexOf(10) : -1;
    isOver = newline >= 0;
    return isOver ? newline + 1 : more.length;
  };
  const passSome = (more: Buffer): number => {
    let passed = until === 'value' ? passValue(more) : 0;
    if (until === 'separator' && !isOver) passed = passBlanks(more, passed);
    return until === 'line' || until === 'never' ? passAll(more) : passed;
  };
  return {
    at,
    pass(more) {
      const passed = passSome(more);
      scan.at = 0;
      size += passed;
      return passed;
    },
    isOver: () => isOver,
    size: () => size,
    part: () => ({
      kind: 'rejected',
      reason: `a record of ${Math.ceil(size / 2 ** 20)} MiB: that is too long`,
      bytes: head,
      at,
    }),
  };
}
