import { readConnect } from './connect.ts';
import { createDateReader } from './dates.ts';
import { readNotice } from './notice.ts';
import { type LineOutcome, rejected } from './outcome.ts';
import type { HaproxySettings } from './settings.ts';
import { readSyslogHeader, type SyslogHeader } from './syslog.ts';
import { readTraffic } from './traffic.ts';

export type ParsedLine = {
  readonly outcome: LineOutcome;
  readonly syslog: SyslogHeader;
  /** The syslog header's date as epoch milliseconds, where the line has one: the only date of notices and `Connect from`. */
  readonly headerDate: number | null;
};

/** Parses one line, without its line feed. `receivedAt` (epoch ms) gives a header's date its year. Never throws. */
export type ParseLine = (line: string, receivedAt: number) => ParsedLine;

/** A parser for these settings. It keeps a small cache of converted hours and nothing of the lines. */
export function createParseLine(settings: HaproxySettings): ParseLine {
  const dates = createDateReader(settings.timeZone);
  const readMessage = (message: string): LineOutcome => {
    const dateAt = message.indexOf(' [');
    const startsWithClient = dateAt > 0 && message.indexOf(' ') === dateAt;
    return startsWithClient ? readTraffic(message, dateAt, dates, settings) : readOther(message, dateAt);
  };
  return (line, receivedAt) => {
    const syslog = readSyslogHeader(line);
    const outcome = readMessage(syslog.messageAt === 0 ? line : line.slice(syslog.messageAt));
    const headerDate = syslog.date === null ? null : dates.header(syslog.date, receivedAt);
    if (outcome.kind === 'request') outcome.row.request_date ??= headerDate;
    return { outcome, syslog, headerDate };
  };
}

function readOther(message: string, dateAt: number): LineOutcome {
  if (message === '') return rejected('empty', 'the line is empty');
  if (dateAt > 4 && message.startsWith(' - -', dateAt - 4)) return rejected('format_not_covered', 'CLF');
  if (message.startsWith('{')) return rejected('format_not_covered', 'JSON');
  if (message.startsWith('Connect from ')) return readConnect(message);
  const event = readNotice(message);
  return event === null
    ? rejected('unknown_format', 'neither traffic nor a notice of HAProxy')
    : { kind: 'event', row: event };
}
