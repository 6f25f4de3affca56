import { type CapturesOf, nameList } from './captures.ts';
import { isClient, readFrontend } from './client.ts';
import { type Cursor, cursorAt, dashAsNull, nextInteger, nextLong, nextWord, pass } from './cursor.ts';
import type { DateReader } from './dates.ts';
import { type LineOutcome, outcomeOf, rejected } from './outcome.ts';
import { readRequestLine } from './request-line.ts';
import { emptyRequest, type RequestFields } from './row.ts';
import { clfState, httpState, readState, readStatus } from './state.ts';
import { readCounters } from './tcp.ts';

const space = 32;

/**
 * Reads httplog clf and tcplog clf: `client - - [date zone] "request" status bytes "" "" port ms "frontend" "backend" "server" …`, then
 * the captures one by one. The milliseconds are those of the connection's acceptance, as HAProxy gives them.
 */
export function readClf(
  text: string,
  [start, dateAt]: readonly [start: number, dateAt: number],
  dates: DateReader,
  capturesOf: CapturesOf,
): LineOutcome {
  const row = emptyRequest(null);
  row.client_ip = dashAsNull(text.slice(start, dateAt - 4));
  if (!isClient(row)) return rejected('unknown_format', `no client's address: ${text.slice(start, start + 80)}`);
  const close = text.indexOf(']', dateAt);
  if (close < 0) return { kind: 'request', row: { ...row, truncated: true } };
  row.request_date = dates.clf(text, dateAt + 2, close);
  if (row.request_date === null) return rejected('bad_date', `no CLF date: ${text.slice(dateAt + 1, close + 1)}`);
  const cursor = cursorAt(text, close + 1);
  pass(cursor, ' ');
  readRequest(row, cursor);
  if (!cursor.cut) readFields(row, cursor, capturesOf);
  return outcomeOf(row, cursor);
}

function readRequest(row: RequestFields, cursor: Cursor): void {
  const { text, at } = cursor;
  const close = text.charCodeAt(at) === 34 ? text.indexOf('"', at + 1) : -1;
  if (close < 0) {
    cursor.cut = true;
    if (at < text.length) pass(cursor, '"');
    if (at + 1 < text.length) readCutRequest(row, text.slice(at + 1));
    return;
  }
  row.format = close === at + 5 && text.startsWith('TCP ', at + 1) ? 'tcp_clf' : 'http_clf';
  cursor.at = close + 1;
  if (row.format === 'http_clf') readRequestLine(row, { text, escaped: true }, { from: at + 1, to: close }, false);
  pass(cursor, ' ');
}

function readCutRequest(row: RequestFields, request: string): void {
  if ('TCP '.startsWith(request)) return;
  row.format = 'http_clf';
  readRequestLine(row, { text: request, escaped: true }, { from: 0, to: request.length }, true);
}

function readFields(row: RequestFields, cursor: Cursor, capturesOf: CapturesOf): void {
  readStatus(row, cursor);
  if (row.format === 'tcp_clf') row.status_code = null;
  row.bytes_read = nextLong(cursor, space);
  if (!cursor.cut) pass(cursor, '"" "" ');
  row.client_port = nextInteger(cursor, space);
  const millisecond = nextInteger(cursor, space);
  if (row.request_date !== null && millisecond !== null) row.request_date += millisecond;
  const frontend = nextQuoted(cursor);
  if (frontend !== null) readFrontend(row, frontend);
  row.backend_name = nextQuoted(cursor);
  row.server_name = nextQuoted(cursor);
  if (row.format === 'tcp_clf') readTcpTimers(row, cursor);
  else readHttpTimers(row, cursor);
  readState(row, cursor, row.format === 'tcp_clf' ? clfState : httpState);
  readCounters(row, cursor, space);
  row.srv_queue = nextInteger(cursor, space);
  row.backend_queue = nextInteger(cursor, space);
  if (!cursor.cut && cursor.wrongAt < 0) readQuotedRest(row, cursor, capturesOf);
}

function readHttpTimers(row: RequestFields, cursor: Cursor): void {
  row.time_request_ms = nextInteger(cursor, space);
  row.time_queue_ms = nextInteger(cursor, space);
  row.time_connect_ms = nextInteger(cursor, space);
  row.time_response_ms = nextInteger(cursor, space);
  row.time_active_ms = nextInteger(cursor, space);
}

/** `Th Tw Tc Tt uploaded`; the handshake's time and the bytes uploaded have no column. */
function readTcpTimers(row: RequestFields, cursor: Cursor): void {
  nextInteger(cursor, space);
  row.time_queue_ms = nextInteger(cursor, space);
  row.time_connect_ms = nextInteger(cursor, space);
  row.time_active_ms = nextInteger(cursor, space);
  nextLong(cursor, space);
}

/** Two cookies, then the captures. Fewer captures than the frontend is configured for: the line was cut between two. */
function readQuotedRest(row: RequestFields, cursor: Cursor, capturesOf: CapturesOf): void {
  const cookies = [nextCookie(cursor), nextCookie(cursor)];
  row.captured_request_cookie = dashAsNull(cookies[0] ?? '');
  row.captured_response_cookie = dashAsNull(cookies[1] ?? '');
  if (cursor.cut) return;
  const values: string[] = [];
  while (cursor.at < cursor.text.length && !cursor.cut && cursor.wrongAt < 0) {
    const start = cursor.at + 1;
    const value = nextQuoted(cursor, true);
    values.push(value ?? cursor.text.slice(start));
  }
  const captures = capturesOf(row.frontend_name);
  nameList(row, values, captures, cursor.cut);
  row.truncated ||= values.length < captures.request.names.length + captures.response.names.length;
}

/** Cookies are not encoded: a quote inside one is told by what follows it. */
function nextCookie(cursor: Cursor): string | null {
  const { text, at } = cursor;
  const between = text.indexOf('" "', at + 1);
  const close = between < 0 ? text.lastIndexOf('"') : between;
  if (cursor.cut || close <= at) return nextQuoted(cursor, true);
  cursor.at = close + 1;
  while (text.charCodeAt(cursor.at) === space) cursor.at += 1;
  return text.slice(at + 1, close);
}

/** `"text"` or a bare word, and the spaces after it; at the very end of the line only where `last` allows. */
function nextQuoted(cursor: Cursor, last = false): string | null {
  const { text, at } = cursor;
  if (text.charCodeAt(at) !== 34) return nextWord(cursor);
  const close = text.indexOf('"', at + 1);
  cursor.cut = close < 0 || (!last && close === text.length - 1);
  cursor.at = close < 0 ? text.length : close + 1;
  while (text.charCodeAt(cursor.at) === space) cursor.at += 1;
  return close < 0 ? null : text.slice(at + 1, close);
}
