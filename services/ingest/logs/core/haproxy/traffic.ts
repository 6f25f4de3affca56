import type { CapturesOf } from './captures.ts';
import { isClient, readClient, readFrontend } from './client.ts';
import { type Cursor, cursorAt, nextWord } from './cursor.ts';
import type { DateReader } from './dates.ts';
import { readHttp } from './http.ts';
import { type LineOutcome, outcomeOf, rejected } from './outcome.ts';
import { emptyRequest, type RequestFields } from './row.ts';
import { readTcp } from './tcp.ts';

/** What reading a line needs to know. */
export type LineContext = { readonly dates: DateReader; readonly capturesOf: CapturesOf };

/**
 * Reads httplog, httpslog, tcplog and connection errors: `client [date] …` in `text` from `start`, the space before the bracket at
 * `dateAt`. How many timers there are tells HTTP (5) from TCP (3). A line that ends early keeps every field before the cut, `truncated`.
 */
export function readTraffic(
  text: string,
  start: number,
  dateAt: number,
  { dates, capturesOf }: LineContext,
): LineOutcome {
  const row = emptyRequest(null);
  const close = text.charCodeAt(dateAt + 26) === 93 ? dateAt + 26 : text.indexOf(']', dateAt + 2);
  if (close < 0) return readCutDate(row, text, start, dateAt);
  row.request_date = dates.accept(text, dateAt + 2, close);
  if (row.request_date === null) return rejected('bad_date', `no HAProxy date: ${text.slice(dateAt + 1, close + 1)}`);
  readClient(row, text, start, dateAt);
  if (!isClient(row)) return rejected('unknown_format', `no client's address: ${text.slice(start, start + 80)}`);
  const cursor = cursorAt(text, close + 2);
  const frontend = nextWord(cursor);
  if (frontend === null) return outcomeOf(row, cursor);
  if (frontend.indexOf('/') >= 0) return readError(row, text, close + 2);
  readFrontend(row, frontend);
  readServer(row, cursor);
  return readByTimers(row, cursor, capturesOf);
}

const datePattern = '00/Mmm/0000:00:00:00.000';

/** `client [20/Nov/20`: it is HAProxy's if what is there of the date fits. */
function readCutDate(row: RequestFields, text: string, start: number, dateAt: number): LineOutcome {
  const shape = text
    .slice(dateAt + 2)
    .replace(/\d/g, '0')
    .replace(/[A-Z]/, 'M')
    .replace(/[a-z]/g, 'm');
  if (!datePattern.startsWith(shape)) return rejected('cut_too_early', 'the line ends before its date does');
  readClient(row, text, start, dateAt);
  if ((row.client_port === null && row.client_ip !== null) || !isClient(row)) {
    return rejected('unknown_format', 'neither traffic nor a notice of HAProxy');
  }
  row.truncated = true;
  return { kind: 'request', row };
}

const errorKeys = [':bind', ':error'];

/**
 * `frontend/bind: message`: a connection that ended before it was a session. The bind's name and the message are kept in the response's
 * map under `:bind` and `:error`, which no header can be called.
 */
function readError(row: RequestFields, text: string, at: number): LineOutcome {
  const colon = text.indexOf(': ', at);
  const slash = text.indexOf('/', at);
  row.format = 'error';
  readFrontend(row, text.slice(at, slash));
  row.truncated = colon < 0;
  if (colon >= 0) {
    row.response_headers = { keys: errorKeys, values: [text.slice(slash + 1, colon), text.slice(colon + 2).trimEnd()] };
  }
  return { kind: 'request', row };
}

function readServer(row: RequestFields, cursor: Cursor): void {
  const { text, at } = cursor;
  const space = text.indexOf(' ', at);
  const slash = text.indexOf('/', at);
  if (space < 0) {
    nextWord(cursor);
    return;
  }
  const end = slash < 0 || slash > space ? space : slash;
  row.backend_name = text.slice(at, end);
  row.server_name = end === space ? null : text.slice(end + 1, space);
  cursor.at = space + 1;
}

function readByTimers(row: RequestFields, cursor: Cursor, capturesOf: CapturesOf): LineOutcome {
  const end = cursor.cut ? -1 : cursor.text.indexOf(' ', cursor.at);
  const slashes = countSlashes(cursor.text, cursor.at, end < 0 ? cursor.text.length : end);
  if (slashes > 4 || (end >= 0 && slashes !== 4 && slashes !== 2)) {
    return rejected('bad_timers', `5 or 3 timers expected: ${cursor.text.slice(cursor.at, cursor.at + 80)}`);
  }
  if (slashes > 2) readHttp(row, cursor, capturesOf);
  else if (end >= 0) readTcp(row, cursor);
  else cursor.cut = true;
  return outcomeOf(row, cursor);
}

function countSlashes(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) === 47) count += 1;
  return count;
}
