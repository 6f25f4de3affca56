import { createCaptures } from './captures.ts';
import { readClf } from './clf.ts';
import { readConnect } from './connect.ts';
import { createCustomReader } from './custom.ts';
import { createDateReader } from './dates.ts';
import { readJson } from './json.ts';
import { readNotice } from './notice.ts';
import { type LineOutcome, rejected } from './outcome.ts';
import type { HaproxySettings } from './settings.ts';
import { createHeaderReader, type SyslogHeader } from './syslog.ts';
import { readTraffic } from './traffic.ts';

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
    const space = line.indexOf(' ', start);
    if (space < 0) return readOther(line, start);
    if (line.charCodeAt(space + 1) === 91) return readTraffic(line, start, space, context);
    if (line.startsWith('- - [', space + 1)) return readClf(line, [start, space + 4], dates, capturesOf);
    return readOther(line, start);
  };
  const readOther = (line: string, start: number): LineOutcome => {
    if (line.charCodeAt(start) === 123) return readJson(line.slice(start), context);
    if (line.startsWith('Connect from ', start)) return readConnect(line, start);
    const event = readNotice(line.slice(start));
    if (event !== null) return { kind: 'event', row: event };
    return line.slice(start).trim() === ''
      ? rejected('empty', 'the line is empty')
      : rejected('unknown_format', 'neither traffic nor a notice of HAProxy');
  };
  const read = (line: string, start: number): LineOutcome => {
    const whole = custom?.whole(line, start);
    if (whole !== undefined) return whole;
    const outcome = readStandard(line, start);
    return outcome.kind === 'rejected' ? (custom?.cut(line, start) ?? outcome) : outcome;
  };

  return (line, receivedAt) => {
    const text = withoutLineEnd(line);
    const syslog = readHeader(text);
    const outcome = read(text, syslog.messageAt);
    if (outcome.kind === 'rejected' || syslog.date === null) return { outcome, syslog, headerDate: null };
    if (outcome.kind === 'request' && outcome.row.request_date !== null) return { outcome, syslog, headerDate: null };
    const headerDate = dates.header(syslog.date, receivedAt);
    if (outcome.kind === 'request') outcome.row.request_date = headerDate;
    return { outcome, syslog, headerDate };
  };
}

/** Without a carriage return, line feed or NUL at its end, as syslog receivers leave them. */
function withoutLineEnd(line: string): string {
  let end = line.length;
  while (end > 0 && isLineEnd(line.charCodeAt(end - 1))) end -= 1;
  return end === line.length ? line : line.slice(0, end);
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0;
}
