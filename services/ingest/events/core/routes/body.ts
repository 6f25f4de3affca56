import { isUtf8 } from 'node:buffer';
import { endOfString, parseExact } from './exact-json.ts';
import { Rejection } from './rejection.ts';
import { unpack } from './unpack.ts';
import { wellFormedJson } from './well-formed.ts';

/** A message's body: its text without what may precede JSON, and its value (numbers as parseExact reads them). */
export type Body = { readonly text: string; readonly value: unknown };

/** Levels of arrays and objects that are kept: enough for any data, and few enough for every reader after us. */
export const maxDepth = 256;

/** Throws Rejection for a level below those that are kept. */
export function checkDepth(depth: number): void {
  if (depth > maxDepth) throw new Rejection('too_deep', `the body nests deeper than ${maxDepth} levels`);
}

/** Reads a message's body as JSON; throws Rejection when it is none. */
export function readBody(bytes: Buffer, contentEncoding: string | null): Body {
  const { bytes: unpacked, unknown } = unpack(bytes, contentEncoding);
  try {
    return readJson(unpacked);
  } catch (error) {
    if (unknown === null || !(error instanceof Rejection) || error.reason === 'too_deep') throw error;
    throw new Rejection('unknown_encoding', `content_encoding ${unknown} is none of gzip, deflate, br, zstd, base64`);
  }
}

function readJson(bytes: Buffer): Body {
  if (!isUtf8(bytes)) throw new Rejection('not_utf8', 'the body is not UTF-8');
  const text = wellFormedJson(bytes.toString('utf8').replace(/^\ufeff/, ''));
  if (isDeeper(text, maxDepth)) checkDepth(maxDepth + 1);
  try {
    return { text, value: parseExact(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own words quote the body, which may hold what belongs in no log.
    throw new Rejection('not_json', text === '' ? 'the body is empty' : 'the body is not JSON');
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
