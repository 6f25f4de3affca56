import type { CapturesOf } from './captures.ts';
import { type Cursor, cursorAt, nextIntegers } from './cursor.ts';
import type { DateReader } from './dates.ts';
import { decodeEscapes } from './escapes.ts';
import { readHeaders, type Span } from './headers.ts';
import { methodOf } from './request-line.ts';
import type { RequestFields } from './row.ts';

const slash = 47;
const space = 32;
const quote = 34;
const open = 123;
const tilde = 126;
const minus = 45;
const dateLength = 24;
const ending = ' HTTP/1.1"';

const timers = [slash, slash, slash, slash, space, space, space];
const counters = [slash, slash, slash, slash, space, slash, space];

/** What reading a line needs to know. */
export type LineContext = { readonly dates: DateReader; readonly capturesOf: CapturesOf };

// What is found of a line before its row is made; nothing of it outlives a call.
const end = { address: 0, frontend: 0, backend: 0, server: 0, state: 0, request: 0, response: 0, method: 0 };
const timer = [0, 0, 0, 0, 0, 0, 0];
const counter = [0, 0, 0, 0, 0, 0, 0];
let port = 0;

/**
 * The httplog line that most lines are: a port, a server, nothing but numbers, no cookies, two blocks of captures, HTTP/1.1. Makes of it in
 * one go the row that is otherwise made field by field; null of any other line.
 */
export function readUsual(
  text: string,
  start: number,
  dateAt: number,
  { dates, capturesOf }: LineContext,
): RequestFields | null {
  const namesAt = dateAt + dateLength + 4;
  if (!text.endsWith(ending) || !findClient(text, start, dateAt) || !findNames(text, namesAt)) return null;
  const date = dates.accept(text, dateAt + 2, namesAt - 2);
  const cursor = cursorAt(text, end.server + 1);
  return date === null || !findRest(cursor) ? null : rowOf(cursor, date, { from: start, to: namesAt }, capturesOf);
}

/** `client` goes from the client's address to where the frontend's name begins. */
function rowOf(cursor: Cursor, date: number, client: Span, capturesOf: CapturesOf): RequestFields {
  const { text } = cursor;
  const tls = text.charCodeAt(end.frontend - 1) === tilde;
  const frontend = text.slice(client.to, tls ? end.frontend - 1 : end.frontend);
  const uriEnd = text.length - ending.length;
  const mark = text.indexOf('?', end.method + 1);
  const captures = capturesOf(frontend);
  cursor.escaped = text.indexOf('#', cursor.at) >= 0;
  return {
    request_date: date,
    format: 'http',
    client_ip: text.slice(client.from, end.address),
    client_port: port,
    frontend_name: frontend,
    tls,
    backend_name: text.slice(end.frontend + 1, end.backend),
    server_name: text.slice(end.backend + 1, end.server),
    time_request_ms: of(timer, 0),
    time_queue_ms: of(timer, 1),
    time_connect_ms: of(timer, 2),
    time_response_ms: of(timer, 3),
    time_active_ms: of(timer, 4),
    status_code: of(timer, 5),
    bytes_read: of(timer, 6),
    captured_request_cookie: null,
    captured_response_cookie: null,
    termination_state: text.startsWith('----', end.state - 4) ? '----' : text.slice(end.state - 4, end.state),
    actconn: of(counter, 0),
    feconn: of(counter, 1),
    beconn: of(counter, 2),
    srv_conn: of(counter, 3),
    retries: of(counter, 4),
    redispatched: false,
    srv_queue: of(counter, 5),
    backend_queue: of(counter, 6),
    request_headers: readHeaders(cursor, { from: cursor.at + 1, to: end.request }, captures.request, false),
    response_headers: readHeaders(cursor, { from: end.request + 3, to: end.response }, captures.response, false),
    method: methodOf(text, end.response + 3, end.method),
    path: part(cursor, end.method + 1, mark < 0 ? uriEnd : mark),
    query: mark < 0 ? null : part(cursor, mark + 1, uriEnd),
    http_version: 'HTTP/1.1',
    sni: null,
    tls_version: null,
    tls_cipher: null,
    truncated: false,
  };
}

function of(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

function part({ text, escaped }: Cursor, from: number, to: number): string {
  return escaped ? decodeEscapes(text.slice(from, to)) : text.slice(from, to);
}

/** `1.2.3.4:5`, or an address with colons without brackets. */
function findClient(text: string, start: number, dateAt: number): boolean {
  let at = dateAt - 1;
  let factor = 1;
  port = 0;
  for (let code = text.charCodeAt(at); code >= 48 && code <= 57 && factor <= 10_000; code = text.charCodeAt(at)) {
    port += (code - 48) * factor;
    factor *= 10;
    at -= 1;
  }
  end.address = at;
  return factor > 1 && text.charCodeAt(at) === 58 && at > start + 1 && text.charCodeAt(start) !== 91;
}

/** `frontend backend/server `. */
function findNames(text: string, at: number): boolean {
  end.frontend = text.indexOf(' ', at);
  end.backend = text.indexOf('/', at);
  end.server = text.indexOf(' ', end.frontend + 1);
  return text.charCodeAt(at - 2) === 93 && end.frontend > 0 && end.backend > end.frontend && end.server > end.backend;
}

/** What follows the names; the cursor comes to the captures. */
function findRest(cursor: Cursor): boolean {
  return (
    nextIntegers(cursor, timers, timer) &&
    passState(cursor) &&
    nextIntegers(cursor, counters, counter) &&
    findBlocks(cursor.text, cursor.at)
  );
}

/** `- - ---- `, no cookies and any termination state. */
function passState(cursor: Cursor): boolean {
  const { text, at } = cursor;
  if (!text.startsWith('- - ', at) || text.indexOf(' ', at + 4) !== at + 8) return false;
  // A counter with a sign has the line read with more care.
  if (text.charCodeAt(at + 9) === minus) return false;
  end.state = at + 8;
  cursor.at = at + 9;
  return true;
}

/** `{…} {…} "METHOD `; the request's first quote is its last but one. */
function findBlocks(text: string, at: number): boolean {
  end.request = endOfBlock(text, at);
  if (end.request < 0) return false;
  end.response = endOfBlock(text, end.request + 2);
  const quoteAt = end.response + 2;
  if (end.response < 0 || text.charCodeAt(quoteAt) !== quote) return false;
  end.method = text.indexOf(' ', quoteAt);
  return end.method < text.length - ending.length && text.indexOf('"', quoteAt + 1) === text.length - 1;
}

/** The `}` before a space that ends the block which begins at a position; -1 where none begins, or ends so. */
function endOfBlock(text: string, at: number): number {
  if (text.charCodeAt(at) !== open) return -1;
  const close = text.indexOf('}', at);
  return text.charCodeAt(close + 1) === space ? close : -1;
}
