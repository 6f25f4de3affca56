import { isUtf8 } from 'node:buffer';
import { decode, ExtData } from '@msgpack/msgpack';
import { type Body, checkDepth } from './body.ts';
import { exactNumber, parseExact, writeExact } from './exact-json.ts';
import { isJson } from './is-json.ts';
import { put } from './path.ts';
import { Rejection } from './rejection.ts';
import { unpack } from './unpack.ts';
import { wellFormedJson } from './well-formed.ts';

/** Whether a content type is one of those that are in use for MessagePack. */
export function isMessagePack(contentType: string | null): boolean {
  return contentType !== null && /^\s*application\/(?:x-|vnd\.)?(?:msgpack|messagepack)\b/i.test(contentType);
}

/**
 * Reads a body as MessagePack, or as JSON where it is that after all. Numbers keep all their digits; bytes are base64, times ISO 8601, other
 * extensions `{"ext": type, "base64": …}`. Throws Rejection when it is neither.
 */
export function readMessagePack(bytes: Buffer, contentEncoding: string | null): Body {
  const unpacked = unpack(bytes, contentEncoding).bytes;
  const isText = unpacked.length > 1 && isJson(unpacked);
  const value = isText ? parseExact(unpacked.toString('utf8').replace(/^\ufeff/, '')) : plain(decoded(unpacked), 0);
  const text = wellFormedJson(writeExact(value));
  return { text, value };
}

function decoded(bytes: Buffer): unknown {
  try {
    return decode(bytes, { useBigInt64: true, mapKeyConverter: keyText });
  } catch (error) {
    // The decoder's own words may quote the body.
    const why = error instanceof RangeError ? 'it is cut short, or more follows it' : 'it is not well-formed';
    throw new Rejection('not_msgpack', `the body is not MessagePack: ${why}`);
  }
}

function keyText(key: unknown): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean' || key === null)
    return String(key);
  if (key instanceof Uint8Array && isUtf8(key)) return Buffer.from(key).toString('utf8');
  throw new TypeError('a key is no text');
}

function plain(value: unknown, depth: number): unknown {
  checkDepth(depth);
  if (typeof value === 'bigint') return exactNumber(String(value));
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return typeof value === 'object' && value !== null ? plainObject(value, depth) : value;
}

function plainObject(value: object, depth: number): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof ExtData) return { ext: value.type, base64: extension(value) };
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  const fields: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) put(fields, key, plain(each, depth + 1));
  return fields;
}

function extension({ data }: ExtData): string {
  return typeof data === 'function' ? '' : Buffer.from(data).toString('base64');
}
