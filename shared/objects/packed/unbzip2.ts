import unbzip2Stream from 'unbzip2-stream';
import type { ByteWindow } from '../byte-window.ts';

const stepBytes = 65_536;

/** Streams of bzip2, one after the other. Each block has a checksum, and comes out only if it is right. */
export async function* unbzip2(window: ByteWindow): AsyncGenerator<Buffer | 'checked', string | undefined> {
  const stream = unbzip2Stream();
  const output: Buffer[] = [];
  let fault: string | undefined;
  stream.on('data', (block: Buffer) => output.push(block));
  stream.on('error', (error: Error) => {
    fault = error.message;
  });
  for (;;) {
    const step = await window.fill(stepBytes);
    // Blocks come out while they are written.
    if (step.length === 0) stream.end();
    else stream.write(step);
    window.advance(step.length);
    for (const block of output.splice(0)) {
      yield block;
      yield 'checked';
    }
    if (fault !== undefined || step.length === 0) return fault;
  }
}
