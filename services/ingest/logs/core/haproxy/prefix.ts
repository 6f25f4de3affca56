/** What a tool has put before a line: how long it is, and the time that it gives, RFC 3339, null where it gives none. */
export type Prefix = { readonly length: number; readonly date: string | null };

const byteOrderMark = /^\ufeff/;
/** `kubectl logs --prefix`, tutum: `[pod/name/container] `; HAProxy's own levels, `[WARNING] `, are in capitals. */
const bracketed = /^\[(?:pod\/)?[a-z\d][\w./:-]{0,254}\] /;
/** `docker compose logs`: `haproxy-1  | `. */
const composed = /^[a-z\d][\w.-]{0,254} {1,64}\| /;
/** socklog: `10.1.4.1: local0.info: `. */
const socklog = /^[\da-fA-F.:]{2,45}: [a-z\d]{1,16}\.[a-z]{1,16}: /;
const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) /;
/** CRI: `stdout F `, `P` where the line goes on in the next one. */
const stream = /^(?:stdout|stderr) [FP] /;
/** What a syslog header begins with. CloudWatch Logs exports to S3 as time, space, message. */
const header = /^(?:<\d{1,3}>|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d \d\d:|\d{4}-\d\d-\d\dT)/;

const longest = 700;

/** Reads what tools put before a line or its syslog header; null where there is nothing, as in most lines. */
export function readPrefix(line: string): Prefix | null {
  if (!mayBegin(line)) return null;
  const head = line.slice(0, longest);
  let length = lengthOf(byteOrderMark, head, 0);
  length += lengthOf(bracketed, head, length) || lengthOf(composed, head, length) || lengthOf(socklog, head, length);
  const date = time.exec(head.slice(length))?.[1] ?? null;
  const afterTime = date === null ? length : length + date.length + 1;
  const streamLength = lengthOf(stream, head, afterTime);
  const isOutside = date !== null && (streamLength > 0 || header.test(head.slice(afterTime)));
  if (isOutside) return { length: afterTime + streamLength, date };
  return length === 0 ? null : { length, date: null };
}

/** By the first word: most lines begin with an address, a priority or a month, and need no closer look. */
function mayBegin(line: string): boolean {
  const first = line.charCodeAt(0);
  if (first === 91 || first === 0xfeff || line.charCodeAt(4) === 45) return true;
  const space = line.indexOf(' ');
  if (space < 1) return false;
  let next = space;
  while (line.charCodeAt(next) === 32) next += 1;
  return line.charCodeAt(space - 1) === 58 || line.charCodeAt(next) === 124;
}

function lengthOf(pattern: RegExp, text: string, from: number): number {
  return pattern.exec(text.slice(from))?.[0].length ?? 0;
}
