/** A line that a collector has put into a JSON object, and what the object says besides; the date is RFC 3339. */
export type Unwrapped = {
  readonly text: string;
  readonly host: string | null;
  readonly process: string | null;
  readonly processId: number | null;
  readonly date: string | null;
};

/** What the line is called: by Docker and Fluent Bit, by journald, and by others. */
const lineNames = ['log', 'MESSAGE', 'message', 'msg', '@message', 'line', 'textPayload', 'body', 'event'];
const mayHold = new RegExp(`"(?:${lineNames.join('|')})"\\s*:\\s*"`);

/** Whether a text that is a JSON object may be one around a line. */
export function mayHoldLine(text: string): boolean {
  return mayHold.test(text);
}

/** The line inside the JSON object that a text is, as Docker, Fluent Bit, FireLens, Vector and journald have it; null where it is none of these. */
export function unwrap(text: string): Unwrapped | null {
  if (!mayHoldLine(text)) return null;
  const members = membersOf(text);
  const name = lineNames.find((each) => typeof members[each] === 'string');
  if (name === undefined) return null;
  return {
    text: String(members[name]),
    host: textOf(members, ['_HOSTNAME', 'hostname', 'host']),
    process: textOf(members, ['SYSLOG_IDENTIFIER', '_COMM', 'ident', 'appname']),
    processId: idOf(members, ['SYSLOG_PID', '_PID', 'pid', 'procid']),
    date: dateOf(members),
  };
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(text: string): Members {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : {};
  } catch {
    return {};
  }
}

function textOf(members: Members, names: readonly string[]): string | null {
  const value = names.map((name) => members[name]).find((each) => typeof each === 'string' && each !== '');
  return typeof value === 'string' ? value : null;
}

function idOf(members: Members, names: readonly string[]): number | null {
  const value = names.map((name) => Number(members[name] ?? Number.NaN)).find((each) => Number.isInteger(each));
  return value === undefined || value < 0 || value > 2 ** 31 - 1 ? null : value;
}

/** journald's microseconds, Fluent Bit's seconds, or a text of RFC 3339. */
function dateOf(members: Members): string | null {
  const microseconds = Number(members.__REALTIME_TIMESTAMP ?? Number.NaN);
  const seconds = typeof members.date === 'number' ? members.date : Number.NaN;
  const milliseconds = Number.isNaN(microseconds) ? seconds * 1000 : microseconds / 1000;
  if (milliseconds > 0 && milliseconds < Date.UTC(10_000, 0)) return new Date(milliseconds).toISOString();
  const text = textOf(members, ['time', '@timestamp', 'timestamp', 'ts', 'date']);
  return text !== null && /^\d{4}-\d\d-\d\d[T ]/.test(text) ? text : null;
}
