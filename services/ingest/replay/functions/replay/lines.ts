import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';

/** The chunks of a body, gunzipped where it begins as gzip does. Throws zlib's error (`Z_…`) at damage. */
export async function* byteChunks(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  const first = await atLeastTwoBytes(chunks);
  const all = withFirst(first, chunks);
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    for await (const chunk of all) yield Buffer.from(chunk);
    return;
  }
  const gunzip = createGunzip();
  const piped = pipeline(Readable.from(all), gunzip).catch(() => undefined);
  // The error comes out of the gunzip itself.
  for await (const chunk of gunzip) yield Buffer.from(chunk);
  await piped;
}

async function atLeastTwoBytes(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array();
  while (bytes.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    bytes = Buffer.concat([bytes, next.value]);
  }
  return bytes;
}

async function* withFirst(first: Uint8Array, others: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await others.next(); next.done !== true; next = await others.next()) yield next.value;
  } finally {
    await others.return?.();
  }
}

/** The lines of UTF-8 text that are not empty, without their line feeds. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const text = decoder.write(chunk);
    if (!text.includes('\n')) {
      rest += text;
      continue;
    }
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

export type LineChunk = { readonly lines: readonly string[]; readonly isLast: boolean };

/** Lines in chunks of some characters, or one line where that has more; at least one chunk, which may be empty. */
export async function* chunked(lines: AsyncIterable<string>, maxLength: number): AsyncGenerator<LineChunk> {
  let chunk: string[] = [];
  let length = 0;
  for await (const line of lines) {
    if (chunk.length > 0 && length + line.length > maxLength) {
      yield { lines: chunk, isLast: false };
      chunk = [];
      length = 0;
    }
    chunk.push(line);
    length += line.length;
  }
  yield { lines: chunk, isLast: true };
}

/** The lines before the damage of a gzip object, if it has any; then `tell` is called, and they end. */
export async function* untilDamage(lines: AsyncIterable<string>, tell: () => void): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error;
    tell();
  }
}
