/** A line's syslog header: who wrote it, when, and where the message begins. */
export type SyslogHeader = {
  readonly host: string | null;
  readonly process: string | null;
  readonly processId: number | null;
  /** The header's own date: RFC 3164 without year and zone, or RFC 3339; null where there is none. */
  readonly date: string | null;
  readonly messageAt: number;
};

const priority = /^<\d{1,3}>/;
/** RFC 5424: version, timestamp, host, application, process id, message id; structured data follows. */
const rfc5424 = /^1 (\S{1,48}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /;
/** RFC 3164, or the same with an RFC 3339 date, as rsyslog and syslog-ng write it; the host may be absent. */
const rfc3164 =
  /^((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) (?:([^\s[\]]{1,255}) )?([^\s[\]:]{1,64})(?:\[(\d{1,10})\])?: ?/;

const bare = { host: null, process: null, processId: null, date: null };

/** Reads the header that a line begins with, if any. Each pattern is anchored and bounded: time is linear in the header. */
export function readSyslogHeader(line: string): SyslogHeader {
  const start = priority.exec(line)?.[0].length ?? 0;
  const rest = start === 0 ? line : line.slice(start);
  return readOld(rest, start) ?? readStructured(rest, start, line) ?? { ...bare, messageAt: start };
}

function readOld(rest: string, start: number): SyslogHeader | null {
  const found = rfc3164.exec(rest);
  if (found === null) return null;
  const [whole, date = null, host = null, process = null, processId] = found;
  return {
    date,
    host,
    process,
    processId: processId === undefined ? null : Number(processId),
    messageAt: start + whole.length,
  };
}

function readStructured(rest: string, start: number, line: string): SyslogHeader | null {
  const found = rfc5424.exec(rest);
  if (found === null) return null;
  return {
    date: nilAsNull(found[1]),
    host: nilAsNull(found[2]),
    process: nilAsNull(found[3]),
    processId: /^\d+$/.test(found[4] ?? '') ? Number(found[4]) : null,
    messageAt: skipStructuredData(line, start + found[0].length),
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
    const character = line[at];
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === ']' && !quoted) return at + 1;
  }
  return line.length;
}
