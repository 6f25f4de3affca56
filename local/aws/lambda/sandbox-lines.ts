import type { Readable, Writable } from 'node:stream';

export type LineReader = {
  /** Hands over a last line that had no newline. */
  end(): void;
};

/** Calls `onLine` for each line of a process's stream; a line may be megabytes long. */
export function readLines(stream: Readable | Writable | null | undefined, onLine: (line: string) => void): LineReader {
  let pieces: Buffer[] = [];
  const flush = () => {
    const line = Buffer.concat(pieces).toString('utf8');
    pieces = [];
    onLine(line);
  };
  stream?.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      pieces.push(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      flush();
    }
    if (rest.length > 0) pieces.push(rest);
  });
  return {
    end() {
      if (pieces.length > 0) flush();
    },
  };
}
