import { type CapturesOf, nameBlocks, readBlocks } from './captures.ts';
import { readCookies } from './cookies.ts';
import { type Cursor, dashAsNull, nextInteger, nextLong, wrong } from './cursor.ts';
import { readRequestLine } from './request-line.ts';
import type { RequestFields } from './row.ts';
import { httpState, readState, readStatus } from './state.ts';
import { readCounters } from './tcp.ts';

const slash = 47;
const space = 32;

/** From the timers on: `TR/Tw/Tc/Tr/Ta status bytes cookies state counters queues {captures} "request"`, and what httpslog adds. */
export function readHttp(row: RequestFields, cursor: Cursor, capturesOf: CapturesOf): void {
  row.format = 'http';
  row.time_request_ms = nextInteger(cursor, slash);
  row.time_queue_ms = nextInteger(cursor, slash);
  row.time_connect_ms = nextInteger(cursor, slash);
  row.time_response_ms = nextInteger(cursor, slash);
  row.time_active_ms = nextInteger(cursor, space);
  readStatus(row, cursor);
  row.bytes_read = nextLong(cursor, space);
  readCookies(row, cursor);
  readState(row, cursor, httpState);
  readCounters(row, cursor, slash);
  row.srv_queue = nextInteger(cursor, slash);
  row.backend_queue = nextInteger(cursor, space);
  if (!cursor.cut && cursor.wrongAt < 0) readRest(row, cursor, capturesOf);
}

/** Captures and request. Quotes in either are encoded; where they are not, the last two quotes of the line are the request's. */
function readRest(row: RequestFields, cursor: Cursor, capturesOf: CapturesOf): void {
  const { text, at } = cursor;
  cursor.escaped = text.indexOf('#', at) >= 0;
  const blocks = readBlocks(cursor, -1);
  const close = cursor.cut ? -1 : text.indexOf('"', cursor.at + 1);
  if (cursor.cut ? hasRequest(text, at) : !endsWell(text, cursor.at, close)) {
    readBackwards(row, cursor, at, capturesOf);
    return;
  }
  if (blocks.length > 0) nameBlocks(row, cursor, blocks, capturesOf(row.frontend_name));
  if (!cursor.cut) readRequest(row, cursor, close);
}

function endsWell(text: string, open: number, close: number): boolean {
  if (open >= text.length) return true;
  if (text.charCodeAt(open) !== 34) return false;
  return close < 0 || close === text.length - 1 || isTlsSuffix(text, close + 1);
}

/** A line that ends in a request was not cut in its captures: something stands between them that nobody has told the parser of. */
function hasRequest(text: string, from: number): boolean {
  const close = text.lastIndexOf('"');
  const open = text.lastIndexOf('"', close - 1);
  return open > from && isApart(text.charCodeAt(open - 1)) && endsWell(text, open, close);
}

/** A blank, or the backslash of a tool that escapes quotes. */
function isApart(code: number): boolean {
  return code === space || code === 92;
}

function readBackwards(row: RequestFields, cursor: Cursor, at: number, capturesOf: CapturesOf): void {
  const { text } = cursor;
  const close = text.lastIndexOf('"');
  const open = text.lastIndexOf('"', close - 1);
  cursor.at = at;
  cursor.cut = false;
  if (open < at || !endsWell(text, open, close)) {
    wrong(cursor, at);
    return;
  }
  const blocks = readBlocks(cursor, open);
  if (cursor.at !== open) wrong(cursor, cursor.at);
  nameBlocks(row, cursor, blocks, capturesOf(row.frontend_name));
  readRequest(row, cursor, close);
}

function readRequest(row: RequestFields, cursor: Cursor, close: number): void {
  const { text, at } = cursor;
  if (at >= text.length) {
    cursor.cut = true;
    return;
  }
  readRequestLine(row, cursor, { from: at + 1, to: close < 0 ? text.length : close }, close < 0);
  if (close >= 0 && close < text.length - 1) readTls(row, cursor, close + 2);
}

const tlsErrors = /^ [\dA-Fa-f-]*(?:\/[\dA-Fa-f-]*){0,4}(?: |$)/;

/** ` fc_err/ssl_fc_err/ssl_c_err/ssl_c_ca_err/resumed sni/version/cipher`, or the beginning of it. */
function isTlsSuffix(text: string, at: number): boolean {
  return tlsErrors.test(text.slice(at, at + 80));
}

function readTls(row: RequestFields, cursor: Cursor, at: number): void {
  const { text } = cursor;
  row.format = 'https';
  const from = text.indexOf(' ', at) + 1;
  const cipherAt = text.lastIndexOf('/');
  const versionAt = text.lastIndexOf('/', cipherAt - 1);
  if (from === 0 || versionAt < from) {
    cursor.cut = true;
    return;
  }
  row.sni = dashAsNull(text.slice(from, versionAt));
  row.tls_version = dashAsNull(text.slice(versionAt + 1, cipherAt));
  row.tls_cipher = dashAsNull(text.slice(cipherAt + 1).trimEnd());
}
