import { createInflateRaw, type InflateRaw } from 'node:zlib';
import type { ByteWindow } from './byte-window.ts';

/**
 * Inflates raw deflate data from where the window stands, in steps of `stepBytes` of input, and passes what it consumed. Returns what
 * is wrong with the data, undefined when they end as they should. The output of the step that fails is lost: small steps lose little.
 */
export async function* inflateStream(
  window: ByteWindow,
  stepBytes: number,
): AsyncGenerator<Buffer, string | undefined> {
  const inflate = createInflateRaw();
  const output: Buffer[] = [];
  let fault: string | undefined;
  inflate.on('data', (chunk: Buffer) => output.push(chunk));
  inflate.on('error', (error) => {
    fault = error.message;
  });
  try {
    for (;;) {
      const step = await window.fill(stepBytes);
      if (step.length === 0) return 'unexpected end of file';
      const before = inflate.bytesWritten;
      await write(inflate, step);
      if (fault !== undefined) return fault;
      const used = inflate.bytesWritten - before;
      window.advance(used);
      yield* output.splice(0);
      if (used < step.length) return undefined;
    }
  } finally {
    inflate.destroy();
  }
}

/** A step that fails closes the stream and is never called back. */
function write(inflate: InflateRaw, step: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      inflate.off('close', done);
      resolve();
    };
    inflate.once('close', done);
    inflate.write(step, done);
  });
}
