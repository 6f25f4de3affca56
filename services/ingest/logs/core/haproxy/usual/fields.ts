import { copyOf, stands } from '../../bytes.ts';
import { isStatus, stateLetters } from '../state.ts';
import { afterAddress, afterName, afterPath, afterQuery, afterWord, find } from './byte-class.ts';
import { cellOf, integerColumn, type RequestBatch, textColumn } from './request-batch.ts';

// Each of these reads into the batch's next row what stands at a position, and returns the position after it, or -1 where something else
// stands. At -1 stands nothing.

const space = 32;
const quote = 34;
const minus = 45;
const dot = 46;
const slash = 47;
const zero = 48;
const colon = 58;
const mark = 63;
const backslash = 92;
const tilde = 126;

const versionLength = 8;
const http = copyOf(Buffer.from('HTTP/'), 0, 5);

const clientPort = integerColumn('client_port');
const firstTimer = integerColumn('time_request_ms');
const statusCode = integerColumn('status_code');
const clientIp = textColumn('client_ip');
const frontendName = textColumn('frontend_name');
const backendName = textColumn('backend_name');
const serverName = textColumn('server_name');
const terminationState = textColumn('termination_state');
const method = textColumn('method');
const path = textColumn('path');
const query = textColumn('query');
const httpVersion = textColumn('http_version');

/** `1.2.3.4:5 `, or an address with colons without brackets. */
export function readClient(batch: RequestBatch, from: number): number {
  const { bytes } = batch.source;
  if (!isHexDigit(bytes[from] ?? 0)) return -1;
  let last = -1;
  let at = find(bytes, from, afterAddress);
  const first = at;
  while (bytes[at] === colon) {
    last = at;
    at = find(bytes, at + 1, afterAddress);
  }
  if (last < 0 || bytes[at] !== space || bytes[last + 1] === minus) return -1;
  if (first === last && !hasDot(bytes, from)) return -1;
  setText(batch, clientIp, from, last);
  return readInteger(batch, last + 1, clientPort, space);
}

/** IPv4's first number has three digits at most. */
function hasDot(bytes: Buffer, from: number): boolean {
  return bytes[from + 1] === dot || bytes[from + 2] === dot || bytes[from + 3] === dot;
}

function isHexDigit(byte: number): boolean {
  return (byte >= zero && byte <= 57) || (byte >= 97 && byte <= 102);
}

/** `frontend backend/server `, `~` after the frontend where the client came over TLS. */
export function readNames(batch: RequestBatch, from: number): number {
  if (from < 0) return -1;
  const { source, rows } = batch;
  const { bytes } = source;
  const frontendEnd = find(bytes, from, afterName);
  const backendEnd = find(bytes, frontendEnd + 1, afterName);
  const serverEnd = find(bytes, backendEnd + 1, afterName);
  if (bytes[frontendEnd] !== space || bytes[backendEnd] !== slash || bytes[serverEnd] !== space) return -1;
  const tls = bytes[frontendEnd - 1] === tilde;
  batch.tls[rows] = tls;
  setText(batch, frontendName, from, tls ? frontendEnd - 1 : frontendEnd);
  setText(batch, backendName, frontendEnd + 1, backendEnd);
  setText(batch, serverName, backendEnd + 1, serverEnd);
  return frontendEnd > from ? serverEnd + 1 : -1;
}

/** The numbers of HTTP, of which the status must be one: see `readIntegers`. */
export function readTimers(batch: RequestBatch, from: number, separators: readonly number[]): number {
  const at = readIntegers(batch, from, firstTimer, separators);
  return at < 0 || isStatus(batch.integers[cellOf(statusCode, batch.rows)] ?? 0) ? at : -1;
}

/** Whole numbers, the first into column `first`, each with its separator after it. */
export function readIntegers(batch: RequestBatch, from: number, first: number, separators: readonly number[]): number {
  let at = from;
  for (let index = 0; index < separators.length && at >= 0; index += 1) {
    at = readInteger(batch, at, first + index, separators[index] ?? 0);
  }
  return at;
}

// What has more digits may be more than 32 bits hold.
const mostDigits = 9;

function readInteger(
  { source, integers, rows }: RequestBatch,
  from: number,
  column: number,
  separator: number,
): number {
  const { bytes } = source;
  const isNegative = bytes[from] === minus;
  const start = isNegative ? from + 1 : from;
  let at = start;
  let value = 0;
  let digit = (bytes[at] ?? 0) - zero;
  while (digit >= 0 && digit <= 9) {
    value = (value * 10 + digit) | 0;
    at += 1;
    digit = (bytes[at] ?? 0) - zero;
  }
  if (digit + zero !== separator || at === start || at - start > mostDigits) return -1;
  integers[cellOf(column, rows)] = isNegative ? -value : value;
  return at + 1;
}

const states = stateLetters.map((letters) =>
  Uint8Array.from({ length: 256 }, (_, byte) => (letters.includes(String.fromCharCode(byte)) ? 1 : 0)),
);

function isState(bytes: Buffer, from: number): boolean {
  for (let at = 0; at < 4; at += 1) if (states[at]?.[bytes[from + at] ?? 0] !== 1) return false;
  return bytes[from + 4] === space;
}

/** `- - ---- `: no cookies, and any termination state. */
export function readState(batch: RequestBatch, from: number): number {
  const { bytes } = batch.source;
  if (from < 0 || bytes[from] !== minus || bytes[from + 1] !== space) return -1;
  if (bytes[from + 2] !== minus || bytes[from + 3] !== space) return -1;
  const end = from + 8;
  // A counter with a sign has the line read with more care.
  if (!isState(bytes, from + 4) || bytes[end + 1] === minus) return -1;
  setText(batch, terminationState, from + 4, end);
  return end + 1;
}

/** `"METHOD /path?query HTTP/1.1"`; its quotes have a backslash before them where the line stands in JSON. */
export function readRequest(batch: RequestBatch, from: number, isJson: boolean): number {
  const { bytes } = batch.source;
  const methodAt = from < 0 ? -1 : afterQuote(bytes, from, isJson);
  if (methodAt < 0) return -1;
  const methodEnd = find(bytes, methodAt, afterWord);
  const pathEnd = find(bytes, methodEnd + 1, afterPath);
  const hasQuery = bytes[pathEnd] === mark;
  const uriEnd = hasQuery ? find(bytes, pathEnd + 1, afterQuery) : pathEnd;
  if (bytes[methodEnd] !== space || bytes[uriEnd] !== space) return -1;
  setText(batch, method, methodAt, methodEnd);
  setText(batch, path, methodEnd + 1, pathEnd);
  setText(batch, query, hasQuery ? pathEnd + 1 : 0, hasQuery ? uriEnd : -1);
  return readVersion(batch, uriEnd + 1, isJson);
}

function readVersion(batch: RequestBatch, from: number, isJson: boolean): number {
  const { bytes, view } = batch.source;
  const end = from + versionLength;
  if (!stands(view, from, http) || bytes[from + 6] !== dot || find(bytes, from + 5, afterWord) !== end) return -1;
  setText(batch, httpVersion, from, end);
  return afterQuote(bytes, end, isJson);
}

function afterQuote(bytes: Buffer, from: number, isJson: boolean): number {
  const at = isJson ? from + 1 : from;
  return bytes[at] === quote && (!isJson || bytes[from] === backslash) ? at + 1 : -1;
}

function setText({ textFrom, textTo, rows }: RequestBatch, column: number, from: number, to: number): void {
  const cell = cellOf(column, rows);
  textFrom[cell] = from;
  textTo[cell] = to;
}
