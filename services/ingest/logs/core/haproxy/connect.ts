import { readClient } from './client.ts';
import { type Cursor, cursorAt, nextWord, pass, wrong } from './cursor.ts';
import { type LineOutcome, outcomeOf } from './outcome.ts';
import { emptyRequest, type RequestFields } from './row.ts';

/** `Connect from ip:port to ip:port (frontend/MODE)`, what HAProxy logs without any log option; it carries no date of its own. */
export function readConnect(text: string, start: number): LineOutcome {
  const cursor = cursorAt(text, start + 'Connect from '.length);
  const row = emptyRequest('connect');
  const client = nextWord(cursor);
  if (client !== null) readClient(row, client);
  if (!cursor.cut) pass(cursor, 'to ');
  if (!cursor.cut) nextWord(cursor);
  if (!cursor.cut) pass(cursor, '(');
  if (!cursor.cut) readListener(row, cursor);
  return outcomeOf(row, cursor);
}

/** `frontend/MODE)`. */
function readListener(row: RequestFields, cursor: Cursor): void {
  const slash = cursor.text.indexOf('/', cursor.at);
  if (slash < 0) {
    cursor.cut = true;
    return;
  }
  row.frontend_name = cursor.text.slice(cursor.at, slash);
  const mode = ['HTTP)', 'TCP)'].find((each) => each.startsWith(cursor.text.slice(slash + 1)));
  if (mode === undefined) wrong(cursor, slash + 1);
  cursor.cut = mode !== undefined && cursor.text.length < slash + 1 + mode.length;
}
