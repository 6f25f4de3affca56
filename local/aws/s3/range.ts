import { AwsError, ErrorWithHeaders } from '../../kernel/error.ts';
import { invalidArgument, invalidRequest } from './fault.ts';
import type { StoredObject } from './record.ts';

/** A part of an object: `end` is the last byte's position. */
export type ByteRange = { readonly start: number; readonly end: number };

type RangeInput = { readonly Range?: string | undefined; readonly PartNumber?: number | undefined };

/** The bytes that a request asks for; undefined means all of them. Throws InvalidRange (416), InvalidPartNumber. */
export function readRange(object: StoredObject, { Range, PartNumber }: RangeInput): ByteRange | undefined {
  if (PartNumber !== undefined && Range !== undefined)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  if (PartNumber !== undefined) return partRange(object, PartNumber);
  const range = Range === undefined ? undefined : parseHeader(Range.trim(), object.size);
  if (range && (range.start > range.end || range.start >= object.size)) throw notSatisfiable(Range ?? '', object.size);
  return range;
}

/** A header that is none, or names several ranges, is left out of account, as S3 does. */
function parseHeader(header: string, size: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  return first === '' && last === '' ? undefined : fromHeader(first, last, size);
}

function fromHeader(first: string, last: string, size: number): ByteRange | undefined {
  if (first === '') return { start: Math.max(0, size - Number(last)), end: size - 1 };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  return { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

function partRange(object: StoredObject, number: number): ByteRange | undefined {
  const parts = object.parts ?? [{ number: 1, size: object.size }];
  const part = parts[number - 1];
  if (!part) throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416);
  const start = parts.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return object.size === 0 ? undefined : { start, end: start + part.size - 1 };
}

function notSatisfiable(range: string, size: number): AwsError {
  const error = new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: range,
    ActualObjectSize: String(size),
  });
  return new ErrorWithHeaders(error, { 'content-range': `bytes */${size}` });
}

/** Whether an If-Range header (an entity tag or a date) means the object as it is; where it does not, the reader gets it whole. */
export function isSameEntity({ etag, lastModified }: StoredObject, ifRange: string | undefined): boolean {
  if (ifRange === undefined) return true;
  return ifRange === `"${etag}"` || ifRange === new Date(lastModified).toUTCString();
}

/** The range of a part to copy: exactly `bytes=first-last`, within the source. */
export function readCopyRange({ size }: StoredObject, header: string | undefined): ByteRange | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  const range = { start: Number(first), end: Number(last) };
  if (last === undefined || range.end < range.start)
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  if (range.end >= size)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      'x-amz-copy-source-range',
      header,
    );
  return range;
}
