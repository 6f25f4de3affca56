import { isClient, readClient } from './client.ts';
import { type Cursor, cursorAt, nextWord, pass, wrong } from './cursor.ts';
import { type LineOutcome, outcomeOf } from './outcome.ts';
import { emptyRequest, type RequestFields } from './row.ts';

const from = 'Connect from ';
const unknown = 'Connect from unknown source to listener ';
const unix = 'Connect to unix listener ';

/**
 * `Connect from ip:port to ip:port (frontend/MODE)`, what HAProxy logs without any log option; it carries no date of its own. Of a client
 * without address it names the listener's number (src/frontend.c). Null where the text is none of the three.
 */
export function readConnect(text: string, start: number): LineOutcome | null {
  if (text.startsWith(unknown, start)) return readListened(text, start + unknown.length, false);
  if (text.startsWith(from, start)) return readAddressed(text, start + from.length);
  return text.startsWith(unix, start) ? readListened(text, start + unix.length, true) : null;
}

function readAddressed(text: string, at: number): LineOutcome {
  const cursor = cursorAt(text, at);
  const row = emptyRequest('connect');
  const client = nextWord(cursor);
  if (client !== null) readClient(row, client);
  if (!isClient(row)) wrong(cursor, at);
  if (!cursor.cut) pass(cursor, 'to ');
  if (!cursor.cut) nextWord(cursor);
  return readListener(row, cursor);
}

/** A client of a unix socket is, as in the other formats, `unix:` and the listener's number. */
function readListened(text: string, at: number, isUnix: boolean): LineOutcome {
  const cursor = cursorAt(text, at);
  const row = emptyRequest('connect');
  const listener = nextWord(cursor);
  if (isUnix) readClient(row, `unix:${listener ?? ''}`);
  return readListener(row, cursor);
}

const modes = ['HTTP)', 'TCP)'];

/** `(frontend/MODE)`. */
function readListener(row: RequestFields, cursor: Cursor): LineOutcome {
  if (!cursor.cut) pass(cursor, '(');
  if (cursor.cut) return outcomeOf(row, cursor);
  const slash = cursor.text.indexOf('/', cursor.at);
  if (slash < 0) {
    cursor.cut = true;
    return outcomeOf(row, cursor);
  }
  row.frontend_name = cursor.text.slice(cursor.at, slash);
  const rest = cursor.text.slice(slash + 1).trimEnd();
  const mode = modes.find((each) => each.startsWith(rest));
  if (mode === undefined) wrong(cursor, slash + 1);
  cursor.cut = mode !== undefined && rest.length < mode.length;
  return outcomeOf(row, cursor);
}
