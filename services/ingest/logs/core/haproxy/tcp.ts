import { type Cursor, lastInteger, nextInteger, nextLong } from './cursor.ts';
import type { RequestFields } from './row.ts';
import { readState, tcpState } from './state.ts';

const slash = 47;
const space = 32;

/** From the timers on: `Tw/Tc/Tt bytes state counters queues`. */
export function readTcp(row: RequestFields, cursor: Cursor): void {
  row.format = 'tcp';
  row.time_queue_ms = nextInteger(cursor, slash);
  row.time_connect_ms = nextInteger(cursor, slash);
  row.time_active_ms = nextInteger(cursor, space);
  row.bytes_read = nextLong(cursor, space);
  readState(row, cursor, tcpState);
  readCounters(row, cursor, slash);
  row.srv_queue = nextInteger(cursor, slash);
  if (!cursor.cut && cursor.wrongAt < 0) row.backend_queue = lastInteger(cursor);
}

/** `actconn feconn beconn srv_conn retries`, by slashes or spaces, and the space after them; `+` before retries means redispatched. */
export function readCounters(row: RequestFields, cursor: Cursor, separator: number): void {
  row.actconn = nextInteger(cursor, separator);
  row.feconn = nextInteger(cursor, separator);
  row.beconn = nextInteger(cursor, separator);
  row.srv_conn = nextInteger(cursor, separator);
  const redispatched = cursor.text.charCodeAt(cursor.at) === 43;
  row.retries = nextInteger(cursor, space);
  row.redispatched = row.retries === null ? null : redispatched;
}
