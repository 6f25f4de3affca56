import { nameCaptures } from './captures.ts';
import { readClient } from './client.ts';
import { type Cursor, dashAsNull, nextWord, readInteger } from './cursor.ts';
import type { DateReader } from './dates.ts';
import { type LineOutcome, rejected } from './outcome.ts';
import { readRequestLine } from './request-line.ts';
import { emptyRequest, type RequestFields } from './row.ts';
import type { HaproxySettings } from './settings.ts';

/**
 * Reads httplog, httpslog and tcplog: `client [date] frontend backend/server timers …`. How many timers there are tells HTTP (5)
 * from TCP (3). A line that ends early keeps every field before the cut, `truncated`.
 */
export function readTraffic(
  message: string,
  dateAt: number,
  dates: DateReader,
  settings: HaproxySettings,
): LineOutcome {
  const close = message.indexOf('] ', dateAt + 2);
  if (close < 0) return rejected('cut_too_early', 'the line ends before its frontend');
  const date = dates.accept(message.slice(dateAt + 2, close));
  if (date === null) return rejected('bad_date', `no HAProxy date: ${message.slice(dateAt + 1, close + 1)}`);
  const cursor: Cursor = { text: message, at: close + 2, cut: false };
  const frontend = nextWord(cursor);
  if (frontend.endsWith(':')) return rejected('format_not_covered', 'a connection error');
  const server = nextWord(cursor);
  const times = nextWord(cursor).split('/');
  const row = emptyRequest(times.length === 5 ? 'http' : 'tcp');
  row.request_date = date;
  readEnds(row, readClient(message.slice(0, dateAt)), frontend, server);
  return readByTimers(row, cursor, times, settings);
}

function readByTimers(
  row: RequestFields,
  cursor: Cursor,
  times: readonly string[],
  settings: HaproxySettings,
): LineOutcome {
  if (cursor.cut && times.length !== 5) {
    return rejected('cut_too_early', 'the line ends before its timers tell HTTP from TCP');
  }
  if (times.length !== 5 && times.length !== 3) {
    return rejected('bad_timers', `5 or 3 timers expected: ${times.join('/').slice(0, 80)}`);
  }
  const wrong = times.length === 5 ? readHttp(row, cursor, times, settings) : readTcp(row, cursor, times);
  return wrong === undefined ? { kind: 'request', row } : rejected('bad_fields', wrong);
}

function readEnds(row: RequestFields, client: ReturnType<typeof readClient>, frontend: string, server: string): void {
  row.client_ip = client.ip;
  row.client_port = client.port;
  row.tls = frontend.endsWith('~');
  row.frontend_name = row.tls ? frontend.slice(0, -1) : frontend;
  const slash = server.indexOf('/');
  row.backend_name = slash < 0 ? server : server.slice(0, slash);
  row.server_name = slash < 0 ? null : server.slice(slash + 1);
}

/** Each reader answers what is wrong, or undefined. */
function readHttp(
  row: RequestFields,
  cursor: Cursor,
  times: readonly string[],
  settings: HaproxySettings,
): string | undefined {
  readTimers(row, times, cursor.cut);
  row.status_code = nextInteger(cursor);
  row.bytes_read = nextInteger(cursor);
  row.captured_request_cookie = nextText(cursor);
  row.captured_response_cookie = nextText(cursor);
  const wrong = readState(row, cursor);
  row.truncated = cursor.cut;
  if (wrong !== undefined || cursor.cut) return wrong;
  if (row.status_code === null || row.bytes_read === null) return 'status or bytes are no numbers';
  readCaptures(row, cursor, settings);
  row.truncated = cursor.cut;
  return cursor.cut ? undefined : readQuoted(row, cursor);
}

function readTimers(row: RequestFields, times: readonly string[], cut: boolean): void {
  const [request = '', queue = '', connect = '', response = '', active = ''] = times;
  row.time_request_ms = readInteger(request);
  row.time_queue_ms = readInteger(queue);
  row.time_connect_ms = readInteger(connect);
  row.time_response_ms = readInteger(response);
  row.time_active_ms = cut ? null : readInteger(active);
}

function readTcp(row: RequestFields, cursor: Cursor, times: readonly string[]): string | undefined {
  const [queue = '', connect = '', total = ''] = times;
  row.time_queue_ms = readInteger(queue);
  row.time_connect_ms = readInteger(connect);
  row.time_active_ms = readInteger(total);
  row.bytes_read = nextInteger(cursor);
  const wrong = readState(row, cursor);
  row.truncated = row.backend_queue === null;
  return wrong;
}

/** `termination act/fe/be/srv/retries srvq/beq`. */
function readState(row: RequestFields, cursor: Cursor): string | undefined {
  row.termination_state = nextText(cursor);
  if (cursor.cut) return undefined;
  const connections = nextWord(cursor);
  readConnections(row, connections.split('/'), cursor.cut);
  if (cursor.cut) return undefined;
  if (row.retries === null) return `five connection counters expected: ${connections.slice(0, 80)}`;
  const queues = nextWord(cursor);
  const slash = queues.indexOf('/');
  row.srv_queue = readInteger(queues.slice(0, Math.max(slash, 0)));
  row.backend_queue = readInteger(queues.slice(slash + 1));
  if (slash < 0) row.backend_queue = null;
  return row.srv_queue === null && !cursor.cut ? `two queue positions expected: ${queues.slice(0, 80)}` : undefined;
}

/** The last counter of a line that is cut may be cut itself: it is left out. */
function readConnections(row: RequestFields, counters: readonly string[], cut: boolean): void {
  const [act = '', fe = '', be = '', srv = '', retries = ''] = cut ? counters.slice(0, -1) : counters;
  row.actconn = readInteger(act);
  row.feconn = readInteger(fe);
  row.beconn = readInteger(be);
  row.srv_conn = readInteger(srv);
  row.retries = readInteger(retries);
  row.redispatched = retries === '' ? null : retries.startsWith('+');
}

function nextText(cursor: Cursor): string | null {
  if (cursor.cut) return null;
  const word = nextWord(cursor);
  return cursor.cut ? null : dashAsNull(word);
}

function nextInteger(cursor: Cursor): number | null {
  if (cursor.cut) return null;
  const word = nextWord(cursor);
  return cursor.cut ? null : readInteger(word);
}

/** `{a|b} {c}` before the request: a block ends at the `}` that a space and the next block or the quote follow. */
function readCaptures(row: RequestFields, cursor: Cursor, settings: HaproxySettings): void {
  const blocks: string[] = [];
  while (cursor.text[cursor.at] === '{') blocks.push(nextBlock(cursor));
  if (blocks.length === 0) return;
  const names = settings.frontends.get(row.frontend_name ?? '');
  const named = nameCaptures(blocks, names, cursor.cut);
  row.request_headers = named.request;
  row.response_headers = named.response;
}

function nextBlock(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at + 1;
  let end = text.indexOf('} ', start);
  while (end >= 0 && text[end + 2] !== '"' && text[end + 2] !== '{') end = text.indexOf('} ', end + 1);
  if (end < 0) {
    cursor.at = text.length;
    cursor.cut = true;
    return text.endsWith('}') ? text.slice(start, -1) : text.slice(start);
  }
  cursor.at = end + 2;
  return text.slice(start, end);
}

/** The quoted request, and after it what httpslog adds: ` errors sni/version/cipher`. */
function readQuoted(row: RequestFields, cursor: Cursor): string | undefined {
  const { text } = cursor;
  if (cursor.at >= text.length) {
    row.truncated = true;
    return undefined;
  }
  if (text[cursor.at] !== '"') return `the request is not quoted: ${text.slice(cursor.at, cursor.at + 80)}`;
  const end = text.indexOf('"', cursor.at + 1);
  readRequestLine(text.slice(cursor.at + 1, end < 0 ? text.length : end), end < 0, row);
  return end < 0 || end === text.length - 1 ? undefined : readTls(row, text.slice(end + 2));
}

function readTls(row: RequestFields, suffix: string): string | undefined {
  const [errors = '', tls = '', more] = suffix.split(' ');
  if (errors.split('/').length > 5 || more !== undefined) return `unexpected after the request: ${suffix.slice(0, 80)}`;
  row.format = 'https';
  const cipherAt = tls.lastIndexOf('/');
  const versionAt = tls.lastIndexOf('/', cipherAt - 1);
  row.truncated ||= versionAt <= 0;
  if (versionAt <= 0) return undefined;
  row.sni = dashAsNull(tls.slice(0, versionAt));
  row.tls_version = dashAsNull(tls.slice(versionAt + 1, cipherAt));
  row.tls_cipher = dashAsNull(tls.slice(cipherAt + 1));
  return undefined;
}
