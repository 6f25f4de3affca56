import { createCaptures } from './captures.ts';
import { readClf } from './clf.ts';
import { readConnect } from './connect.ts';
import { createCustomReader } from './custom.ts';
import { createDateReader } from './dates.ts';
import { readJson } from './json.ts';
import { mendings } from './mend.ts';
import { readNotice } from './notice.ts';
import { type LineOutcome, rejected } from './outcome.ts';
import type { HaproxySettings } from './settings.ts';
import { createHeaderReader, type SyslogHeader } from './syslog.ts';
import { readTraffic } from './traffic.ts';
import { type Unwrapped, unwrap } from './unwrap.ts';

export type ParsedLine = {
  readonly outcome: LineOutcome;
  readonly syslog: SyslogHeader;
  /** The syslog header's date as epoch milliseconds, for what has no date of its own: notices, `Connect from`; else null. */
  readonly headerDate: number | null;
};

/** Parses one line, without its line feed. `receivedAt` (epoch ms) gives a header's date its year. Never throws. */
export type ParseLine = (line: string, receivedAt: number) => ParsedLine;

/** A parser for these settings. It keeps a small cache of converted hours and the last syslog header, and nothing else of the lines. */
export function createParseLine(settings: HaproxySettings): ParseLine {
  const dates = createDateReader(settings.timeZone);
  const capturesOf = createCaptures(settings);
  const context = { dates, capturesOf };
  const readHeader = createHeaderReader();
  const custom = createCustomReader(settings, capturesOf, dates);

  const readStandard = (line: string, start: number): LineOutcome => {
    if (line.charCodeAt(start) === 123) return readJson(line.slice(start), context);
    const space = line.indexOf(' ', start);
    if (space < 0) return readOther(line, start);
    if (line.charCodeAt(space + 1) === 91 && !line.startsWith('SPOE:', start))
      return readTraffic(line, start, space, context);
    if (line.startsWith('- - [', space + 1)) return readClf(line, [start, space + 4], dates, capturesOf);
    return readOther(line, start);
  };
  const read = (line: string, start: number): LineOutcome => {
    const whole = custom?.whole(line, start);
    if (whole !== undefined) return whole;
    const outcome = readStandard(line, start);
    if (outcome.kind !== 'rejected') return outcome;
    const cut = custom?.cut(line, start);
    if (cut !== undefined) return cut;
    const mended = mendings(line.slice(start)).map((each) => readStandard(each, 0));
    return mended.find(({ kind }) => kind !== 'rejected') ?? outcome;
  };
  /** By its own header, or by what the JSON object around it says. */
  const readText = (text: string, receivedAt: number, depth: number): ParsedLine => {
    const syslog = readHeader(text);
    const inner = text.charCodeAt(syslog.messageAt) === 123 && depth > 0 ? unwrap(text.slice(syslog.messageAt)) : null;
    if (inner === null) return dated(read(text, syslog.messageAt), syslog, receivedAt);
    const { outcome, syslog: own } = readText(withoutLineEnd(inner.text), receivedAt, depth - 1);
    if (outcome.kind === 'rejected') return dated(read(text, syslog.messageAt), syslog, receivedAt);
    return dated(outcome, together(own, inner, syslog), receivedAt);
  };
  /** A header whose date is none dates nothing. */
  const dated = (outcome: LineOutcome, syslog: SyslogHeader, receivedAt: number): ParsedLine => {
    if (outcome.kind === 'rejected' || syslog.date === null) return { outcome, syslog, headerDate: null };
    if (outcome.kind === 'request' && outcome.row.request_date !== null) return { outcome, syslog, headerDate: null };
    const headerDate = dates.header(syslog.date, receivedAt);
    if (headerDate === null) {
      return { outcome: rejected('bad_date', `no date: ${syslog.date}`), syslog, headerDate };
    }
    if (outcome.kind === 'request') outcome.row.request_date = headerDate;
    return { outcome, syslog, headerDate };
  };
  return (line, receivedAt) => readText(withoutLineEnd(line), receivedAt, mostWrappers);
}

/** Fluent Bit around Docker around what HAProxy wrote. */
const mostWrappers = 3;

function readOther(line: string, start: number): LineOutcome {
  const connect = readConnect(line, start);
  if (connect !== null) return connect;
  const event = readNotice(line.slice(start));
  if (event !== null) return { kind: 'event', row: event };
  return line.slice(start).trim() === ''
    ? rejected('empty', 'the line is empty')
    : rejected('unknown_format', 'neither traffic nor a notice of HAProxy');
}

/** The line's own header goes before what is around it; but a date without year gives way to a whole one. */
function together(own: SyslogHeader, around: Unwrapped, outer: SyslogHeader): SyslogHeader {
  const isWhole = own.date !== null && /^\d{4}-/.test(own.date);
  return {
    messageAt: outer.messageAt,
    host: own.host ?? around.host ?? outer.host,
    process: own.process ?? around.process ?? outer.process,
    processId: own.processId ?? around.processId ?? outer.processId,
    date: isWhole ? own.date : (around.date ?? own.date ?? outer.date),
  };
}

/** Without a carriage return, line feed or NUL at its end, as syslog receivers leave them, nor blanks after its last quote. */
function withoutLineEnd(line: string): string {
  let end = line.length;
  while (end > 0 && isLineEnd(line.charCodeAt(end - 1))) end -= 1;
  let last = end;
  while (last > 0 && line.charCodeAt(last - 1) === 32) last -= 1;
  if (line.charCodeAt(last - 1) === 34) end = last;
  return end === line.length ? line : line.slice(0, end);
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0;
}
