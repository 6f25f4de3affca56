import { isUtf8 } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { endOfString, parseExact } from './exact-json.ts';
import { Rejection } from './rejection.ts';

/** A message's body: its text without what may precede JSON, and its value (numbers as parseExact reads them). */
export type Body = { readonly text: string; readonly value: unknown };

/** Levels of arrays and objects that are kept: enough for any data, and few enough for every reader after us. */
export const maxDepth = 256;

// What a body may unpack to. RabbitMQ's own limit for a message is 16 MiB (128 MiB before 4.0).
const maxUnpackedBytes = 64 * 1024 * 1024;

type Decode = (packed: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

const decoders: ReadonlyMap<string, Decode> = new Map([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);

/** Not encodings of bytes, but found in this property: Celery and kombu write the charset there. */
const plain: ReadonlySet<string> = new Set(['', 'identity', 'utf-8', 'utf8', 'us-ascii', 'ascii']);

/** Reads a message's body as JSON; throws Rejection when it is none. */
export function readBody(bytes: Buffer, contentEncoding: string | null): Body {
  const unpacked = unpack(bytes, (contentEncoding ?? '').trim().toLowerCase());
  if (!isUtf8(unpacked)) throw new Rejection('not_utf8', 'the body is not UTF-8');
  const text = unpacked.toString('utf8').replace(/^\ufeff/, '');
  if (isDeeper(text, maxDepth)) throw new Rejection('too_deep', `the body nests deeper than ${maxDepth} levels`);
  try {
    return { text, value: parseExact(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own words quote the body, which may hold what belongs in no log.
    throw new Rejection('not_json', text === '' ? 'the body is empty' : 'the body is not JSON');
  }
}

function unpack(bytes: Buffer, encoding: string): Buffer {
  if (plain.has(encoding)) return bytes;
  const decode = decoders.get(encoding);
  if (decode === undefined) {
    throw new Rejection('unknown_encoding', `content_encoding ${encoding.slice(0, 40)} is none of gzip, deflate, br`);
  }
  try {
    return decode(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'damaged';
    throw new Rejection('bad_encoding', `the body is not ${encoding}: ${why}`);
  }
}

/** Whether arrays and objects nest deeper than `limit`; what is no JSON may be called either. */
function isDeeper(text: string, limit: number): boolean {
  if (text.length < 2 * limit) return false;
  let depth = 0;
  for (let at = 0; at < text.length && depth <= limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else depth += nesting(code);
  }
  return depth > limit;
}

const quote = 34;

/** What a character adds to the depth: `{` and `}` are `[` and `]` with one more bit. */
function nesting(code: number): number {
  const bracket = code & ~0x20;
  if (bracket === 0x5b) return 1;
  return bracket === 0x5d ? -1 : 0;
}
