import zlib from 'node:zlib';
import { isJson } from './is-json.ts';
import { Rejection } from './rejection.ts';

/** What bytes are once nothing packs them, and what the property names besides that nobody here can read. */
export type Unpacked = { readonly bytes: Buffer; readonly unknown: string | null };

// What a body may unpack to, all layers together. RabbitMQ's own limit for a message is 16 MiB (128 MiB before 4.0).
const maxUnpackedBytes = 64 * 1024 * 1024;
const maxLayers = 4;

type Codec = 'gzip' | 'zlib' | 'deflate' | 'br' | 'zstd' | 'base64';

/** The property is free text: people write coding, charset and transfer encoding there, and commas, colons or semicolons between. */
const names: ReadonlyMap<string, Codec | null> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['zlib', 'deflate'],
  ['br', 'br'],
  ['brotli', 'br'],
  ['zstd', 'zstd'],
  ['base64', 'base64'],
  ...['identity', 'none', 'binary', '8bit', '7bit', 'utf-8', 'utf8', 'us-ascii', 'ascii', 'json'].map(
    (name) => [name, null] as const,
  ),
]);

/**
 * Unpacks by what the bytes say, and by the property only where they say nothing: raw deflate, br and base64 have no mark of their own, and are
 * asked for only when the bytes are no JSON. Throws Rejection for what is damaged, or more than a message may have.
 */
export function unpack(bytes: Buffer, contentEncoding: string | null): Unpacked {
  if (markOf(bytes) === null && !contentEncoding) return { bytes, unknown: null };
  const words = (contentEncoding ?? '')
    .toLowerCase()
    .split(/[\s,;:+]+|charset=/)
    .filter((word) => word !== '');
  const named = words.flatMap((word) => names.get(word) ?? []);
  const unknown = words.find((word) => !names.has(word))?.slice(0, 40) ?? null;
  let left = maxUnpackedBytes;
  let at = bytes;
  for (let layers = 0; ; layers += 1) {
    const codec = nextCodec(at, named);
    if (codec === null) return { bytes: at, unknown };
    if (layers === maxLayers) throw new Rejection('bad_encoding', `the body is packed more than ${maxLayers} times`);
    at = decode(codec, at, left);
    left -= at.length;
  }
}

/** How the bytes are packed. What the property names last was done last; a mark stands for the name that says it. */
function nextCodec(bytes: Buffer, named: Codec[]): Codec | null {
  const mark = markOf(bytes);
  const last = named.at(-1);
  if (mark === null) return last === undefined || isJson(bytes) ? null : (named.pop() ?? null);
  if (last === mark || (last === 'deflate' && mark === 'zlib')) named.pop();
  return mark;
}

const zstdMark = 0x28b52ffd;

/** What begins as no JSON does. */
function markOf(bytes: Buffer): Codec | null {
  if (bytes.length < 4) return null;
  const [first = 0, second = 0] = bytes;
  if (first === 0x1f && second === 0x8b) return 'gzip';
  // Deflate in a window, and a check sum of two bytes. An 8 may begin a number.
  if ((first & 0x8f) === 8 && first !== 0x38 && (first * 256 + second) % 31 === 0) return 'zlib';
  return first === 0x28 && bytes.readUInt32BE() === zstdMark ? 'zstd' : null;
}

type Decode = (packed: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

// Node has it since 22.15; where it is not there the message can be replayed with one that has it.
const zstd = 'zstdDecompressSync' in zlib ? zlib.zstdDecompressSync : undefined;

const decoders: Readonly<Record<Exclude<Codec, 'zstd'>, Decode>> = {
  gzip: zlib.gunzipSync,
  zlib: zlib.inflateSync,
  deflate: zlib.inflateRawSync,
  br: zlib.brotliDecompressSync,
  base64: (packed) => Buffer.from(packed.toString('latin1'), 'base64'),
};

function decode(codec: Codec, packed: Buffer, maxOutputLength: number): Buffer {
  const decoder = codec === 'zstd' ? zstd : decoders[codec];
  if (typeof decoder !== 'function') {
    throw new Rejection('unknown_encoding', 'the body is zstd, which Node reads from 22.15 on');
  }
  try {
    return Buffer.from(decoder(packed, { maxOutputLength: Math.max(1, maxOutputLength) }));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'damaged';
    throw new Rejection('bad_encoding', `the body is not ${codec}: ${why}`);
  }
}
