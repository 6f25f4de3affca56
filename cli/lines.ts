/** A line without its end, or one that is too long to be of a log: only where it stood is kept. Lines count from 1, offsets are bytes. */
export type Line =
  | { readonly kind: 'line'; readonly number: number; readonly text: string }
  | { readonly kind: 'too long'; readonly number: number; readonly offset: number; readonly end: number };

const newline = 10;
const stepBytes = 65_536;

/**
 * The lines of some bytes, as UTF-8. Each byte is looked at once and copied at most once, however long the lines are, and no more than
 * `maxBytes` of an open line are held. Throws the stream's error, which node:readline would drop.
 */
export async function* splitLines(
  input: AsyncIterable<Buffer>,
  { maxBytes, join = Buffer.concat }: { readonly maxBytes: number; readonly join?: Join },
): AsyncGenerator<Line> {
  const reader = createLineReader(createOpenLine(maxBytes, join));
  for await (const chunk of input) {
    // No line but the first of such a step can be too long.
    for (const step of steps(chunk, Math.min(stepBytes, maxBytes))) yield* reader.push(step);
  }
  yield* reader.end();
}

type Join = (pieces: readonly Buffer[]) => Buffer;

function* steps(chunk: Buffer, size: number): Generator<Buffer> {
  for (let from = 0; from < chunk.length; from += size) yield chunk.subarray(from, from + size);
}

type LineReader = { readonly push: (bytes: Buffer) => readonly Line[]; readonly end: () => readonly Line[] };

function createLineReader(open: OpenLine): LineReader {
  let number = 1;
  let at = 0;
  const readWhole = (bytes: Buffer, end: number): readonly Line[] => {
    open.add(bytes.subarray(0, end), at);
    const first = open.close(number, at + end);
    const last = bytes.lastIndexOf(newline);
    const whole = last > end ? bytes.toString('utf8', end + 1, last).split('\n') : [];
    const lines = [first, ...whole.map((text, index) => lineOf(number + 1 + index, text))];
    number += lines.length;
    open.add(bytes.subarray(last + 1), at + last + 1);
    return lines;
  };
  return {
    push(bytes) {
      const end = bytes.indexOf(newline);
      if (end < 0) open.add(bytes, at);
      const lines = end < 0 ? [] : readWhole(bytes, end);
      at += bytes.length;
      return lines;
    },
    end: () => (open.length() > 0 ? [open.close(number, at)] : []),
  };
}

type OpenLine = {
  readonly add: (piece: Buffer, offset: number) => void;
  readonly length: () => number;
  /** Ends the line, and begins the next. */
  readonly close: (number: number, end: number) => Line;
};

/** A line whose end has not come: its pieces, until they are too many. */
function createOpenLine(maxBytes: number, join: Join): OpenLine {
  let pieces: Buffer[] = [];
  let length = 0;
  let offset = 0;
  return {
    add(piece, pieceAt) {
      if (length === 0) offset = pieceAt;
      length += piece.length;
      if (length > maxBytes) pieces = [];
      else if (piece.length > 0) pieces.push(piece);
    },
    length: () => length,
    close(number, end) {
      const [only = Buffer.alloc(0)] = pieces;
      const line: Line =
        length > maxBytes
          ? { kind: 'too long', number, offset, end }
          : lineOf(number, (pieces.length > 1 ? join(pieces) : only).toString('utf8'));
      pieces = [];
      length = 0;
      return line;
    },
  };
}

function lineOf(number: number, text: string): Line {
  return { kind: 'line', number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
}
