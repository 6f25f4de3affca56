import { readInteger } from './cursor.ts';
import { readPrefix } from './prefix.ts';

/** A line's syslog header: who wrote it, when, and where the message begins. */
export type SyslogHeader = {
  readonly host: string | null;
  readonly process: string | null;
  readonly processId: number | null;
  /** The header's own date: RFC 3164 without year and zone, or RFC 3339; null where there is none. */
  readonly date: string | null;
  readonly messageAt: number;
};

/** RFC 5424 after the priority: version (rsyslog gives 0 to what came as RFC 3164), timestamp, host, application, process id, message id; structured data follows. */
const rfc5424 = /^[01] (\S{1,48}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /;
const rfc3164Date = /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d \d\d:\d\d:\d\d(?:\.\d{1,9})? /;
const rfc3339Date = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)? /;
/** `haproxy[123]:`, `haproxy:` or `haproxy[123] `; the process id tells a tag from an address, and one with a slash, as Docker's may be, from a bind. */
const tag = /^([^\s[\]:/]{1,64})(?:\[(\d{1,10})\])?: ?/;
const tagWithIdOnly = /^([^\s[\]:]{1,64})\[(\d{1,10})\](?:: ?| )/;
const host = /^([^\s[\]]{1,255}) /;
const tagWithId = /^[^\s[\]:]{1,64}\[\d{1,10}\]: /;
const hostAndTag = /^([^\s[\]{}"]{1,255}) [^\s[\]:]{1,64}\[\d{1,10}\]: /;

const bare = { host: null, process: null, processId: null, date: null };

/**
 * A reader of the headers that lines begin with. HAProxy writes many lines in a second: a header equal to the last one is not read
 * again. Each pattern is anchored and bounded: time is linear in the header.
 */
export function createHeaderReader(): (line: string) => SyslogHeader {
  let lastText = '\n';
  let last: SyslogHeader = { ...bare, messageAt: 0 };
  return (line) => {
    if (line.startsWith(lastText)) return last;
    const header = readSyslogHeader(line);
    if (line.startsWith(']: ', header.messageAt - 3)) {
      last = header;
      lastText = line.slice(0, header.messageAt);
    }
    return header;
  };
}

/** Of a line, or of its first characters; what tools have put before it counts as part of it. A whole date that they give it goes before one without year. */
export function readSyslogHeader(line: string): SyslogHeader {
  const prefix = readPrefix(line);
  if (prefix === null) return readHeaderAt(line, 0);
  const header = readHeaderAt(line, prefix.length);
  const isWhole = header.date !== null && /^\d{4}-/.test(header.date);
  return isWhole ? header : { ...header, date: prefix.date ?? header.date };
}

function readHeaderAt(line: string, from: number): SyslogHeader {
  const start = from + priorityLength(line, from);
  const head = line.slice(start, start + 700);
  const dateLength = dateOf(head);
  if (dateLength > 0) return readTagged(line, head.slice(0, dateLength - 1), start + dateLength);
  if (tagWithId.test(head)) return readTag(line, { ...bare }, start) ?? { ...bare, messageAt: start };
  const name = hostAndTag.exec(head)?.[1];
  const hosted = name === undefined ? null : readTag(line, { ...bare, host: name }, start + name.length + 1);
  return hosted ?? readStructured(line, head, start) ?? { ...bare, messageAt: start };
}

/** `<134>`. */
function priorityLength(line: string, from: number): number {
  if (line.charCodeAt(from) !== 60) return 0;
  return /^<\d{1,3}>/.exec(line.slice(from, from + 5))?.[0].length ?? 0;
}

function dateOf(head: string): number {
  return rfc3164Date.exec(head)?.[0].length ?? rfc3339Date.exec(head)?.[0].length ?? 0;
}

/** After the date: `tag:`, `host tag:`, or the message itself, as HAProxy's own formats `iso` and `timed` have it. */
function readTagged(line: string, date: string, at: number): SyslogHeader {
  const origin = { ...bare, date };
  const tagged = readTag(line, origin, at);
  if (tagged !== null) return tagged;
  const name = host.exec(line.slice(at, at + 256))?.[1];
  const afterHost = name === undefined ? null : readAfterHost(line, { ...origin, host: name }, at + name.length + 1);
  return afterHost ?? { ...origin, messageAt: at };
}

type Origin = Omit<SyslogHeader, 'messageAt'> & { readonly host: string };

/** A relay may have put the host there once more. */
function readAfterHost(line: string, origin: Origin, at: number): SyslogHeader | null {
  const again = line.startsWith(`${origin.host} `, at) ? origin.host.length + 1 : 0;
  return readTag(line, origin, at + again);
}

function readTag(line: string, origin: Omit<SyslogHeader, 'messageAt'>, at: number): SyslogHeader | null {
  const head = line.slice(at, at + 90);
  const found = tagWithIdOnly.exec(head) ?? tag.exec(head);
  if (found === null || (found[2] === undefined && !found[0].endsWith(' '))) return null;
  return {
    ...origin,
    process: found[1] ?? null,
    processId: readInteger(found[2] ?? ''),
    messageAt: at + found[0].length,
  };
}

function readStructured(line: string, head: string, start: number): SyslogHeader | null {
  const found = head.charCodeAt(1) === 32 ? rfc5424.exec(head) : null;
  if (found === null) return null;
  const messageAt = skipStructuredData(line, start + found[0].length);
  return {
    date: nilAsNull(found[1]),
    host: nilAsNull(found[2]),
    process: nilAsNull(found[3]),
    processId: readInteger(found[4] ?? ''),
    messageAt: line.charCodeAt(messageAt) === 0xfeff ? messageAt + 1 : messageAt,
  };
}

function nilAsNull(text: string | undefined): string | null {
  return text === undefined || text === '-' ? null : text;
}

/** Past `-` or past `[id name="value"…]…`, in which `\"`, `\\` and `\]` are escapes; then past one space. */
function skipStructuredData(line: string, from: number): number {
  if (line[from] === '-') return from + (line[from + 1] === ' ' ? 2 : 1);
  let at = from;
  while (line[at] === '[') at = skipElement(line, at);
  return line[at] === ' ' ? at + 1 : at;
}

function skipElement(line: string, from: number): number {
  let quoted = false;
  for (let at = from + 1; at < line.length; at += 1) {
    const character = line.charCodeAt(at);
    if (character === 92) at += 1;
    else if (character === 34) quoted = !quoted;
    else if (character === 93 && !quoted) return at + 1;
  }
  return line.length;
}
