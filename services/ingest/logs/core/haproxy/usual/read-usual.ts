import type { HaproxySettings } from '../settings.ts';
import { readBlocks } from './blocks.ts';
import { decodeRow } from './escapes.ts';
import { readClient, readIntegers, readNames, readRequest, readState, readTimers } from './fields.ts';
import { createKnown } from './known.ts';
import { integerColumn, isFull, type RequestBatch } from './request-batch.ts';

/** Whether a line was added to the batch; `not_yet`: it can be, once the batch, full or of another hour, has been emptied. */
export type UsualOutcome = 'added' | 'unusual' | 'not_yet';

/** Lines in the bytes that the batch reads from; `isJson`: each stands between the quotes of a JSON string. */
type LineSpans = { readonly from: Int32Array; readonly to: Int32Array; readonly isJson: boolean };

/** Reads line number `index`. */
export type ReadUsual = (batch: RequestBatch, lines: LineSpans, index: number) => UsualOutcome;

const slash = 47;
const space = 32;
const timers = [slash, slash, slash, slash, space, space, space];
const counters = [slash, slash, slash, slash, space, slash, space];
const firstCounter = integerColumn('actconn');
const hourMs = 3_600_000;

/**
 * A reader of the httplog line that most lines are, byte by byte, without making texts or objects: an IP address and a port, a whole date,
 * numbers and no `+`, no cookies, up to two blocks of captures, a request with method, URI and version. Of such a line it says what
 * `ParseLine` says, and its bytes are the batch's from then on: escapes are decoded where they stand. Any other line it leaves alone, and
 * every line where the settings have formats of their own, which come first.
 */
export function createReadUsual(settings: HaproxySettings): ReadUsual {
  if (settings.logFormats.length > 0) return () => 'unusual';
  const known = createKnown(settings);
  /** From the names on; returns where the line ends, or -1. */
  const readRest = (batch: RequestBatch, namesAt: number, isJson: boolean): number => {
    const stateAt = readTimers(batch, readNames(batch, namesAt), timers);
    const blocksAt = readIntegers(batch, readState(batch, stateAt), firstCounter, counters);
    if (blocksAt < 0) return -1;
    return readRequest(batch, readBlocks(batch, blocksAt, known.capturesAt(batch, namesAt)), isJson);
  };
  const readDated = (batch: RequestBatch, dateAt: number, to: number, isJson: boolean): UsualOutcome => {
    const date = known.dateAt(batch, dateAt);
    const hour = Math.floor(date / hourMs);
    if (Number.isNaN(date)) return 'unusual';
    if (batch.rows > 0 && hour !== batch.hour) return 'not_yet';
    if (readRest(batch, dateAt + known.dateLength, isJson) !== to) return 'unusual';
    batch.hour = hour;
    batch.requestDates[batch.rows] = date;
    return 'added';
  };
  return (batch, lines, index) => {
    if (isFull(batch)) return 'not_yet';
    const from = lines.from[index] ?? 0;
    const to = lines.to[index] ?? 0;
    const header = known.headerAt(batch, from, to);
    if (header === undefined) return 'unusual';
    const outcome = readDated(batch, readClient(batch, from + header.messageAt), to, lines.isJson);
    if (outcome !== 'added') return outcome;
    const hashAt = known.hashAt(batch, from);
    if (hashAt < to) decodeRow(batch, batch.rows, hashAt);
    batch.headers[batch.rows] = header;
    batch.rows += 1;
    return outcome;
  };
}
