import { type Cursor, nextInteger, nextWord, wrong } from './cursor.ts';
import type { RequestFields } from './row.ts';

const space = 32;

/** Who ended the session, in which state, and, of HTTP, what the client's cookie was and what became of it (manual 8.5, src/log.c). */
export const stateLetters = ['-LcCsSPRIDKU', '-RQCHDLT', '-NIDVEOU', '-NIUPRD'] as const;

const [ended, state, given, set] = stateLetters;
export const tcpState = new RegExp(`^[${ended}][${state}]$`);
export const httpState = new RegExp(`^[${ended}][${state}][${given}][${set}]$`);
/** CLF of TCP has either. */
export const clfState = new RegExp(`^[${ended}][${state}](?:[${given}][${set}])?$`);

/** `----`; the whole word is one of HAProxy's states, or the line is none of its. */
export function readState(row: RequestFields, cursor: Cursor, states: RegExp): void {
  const { at } = cursor;
  row.termination_state = nextWord(cursor);
  if (row.termination_state !== null && !states.test(row.termination_state)) wrong(cursor, at);
}

/** Three digits; -1 or 0 where nothing was answered. */
export function readStatus(row: RequestFields, cursor: Cursor): void {
  const { at } = cursor;
  const status = nextInteger(cursor, space);
  row.status_code = status;
  if (status !== null && !isStatus(status)) wrong(cursor, at);
}

export function isStatus(status: number): boolean {
  return status === -1 || status === 0 || (status >= 100 && status <= 999);
}
