import type { Escaped } from './cursor.ts';
import { decodeEscapes } from './escapes.ts';
import type { Span } from './headers.ts';
import type { RequestFields } from './row.ts';

/** HAProxy's buffer of a logged URI (REQURI_LEN): a request of this length without a version has lost it to the cut. */
const requestLineLimit = 1023;

/** Fills method, path, query and version from `%r`, a span of a text. `cut`: the line ended inside it. `<BADREQ>` leaves all four null. */
export function readRequestLine(row: RequestFields, line: Escaped, { from, to }: Span, cut: boolean): void {
  const { text } = line;
  row.truncated ||= cut;
  const space = text.indexOf(' ', from);
  if (space < 0 || space >= to) {
    const request = text.slice(from, to);
    if (!cut && request !== '<BADREQ>') row.method = decodeEscapes(request);
    return;
  }
  row.method = methodOf(text, from, space);
  if (cut) readCutUri(row, line, space + 1, to);
  else readWhole(row, line, { from, to }, space + 1);
}

const methods = ['GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS'];

/** The same string for the same usual method: nothing is allocated for it. */
function methodOf(text: string, from: number, to: number): string {
  for (const method of methods) {
    if (method.length === to - from && text.startsWith(method, from)) return method;
  }
  return decodeEscapes(text.slice(from, to));
}

const usualVersion = 'HTTP/1.1';

function readWhole(row: RequestFields, line: Escaped, { from, to }: Span, uriAt: number): void {
  const { text } = line;
  const isUsual = text.startsWith(usualVersion, to - usualVersion.length) && text.charCodeAt(to - 9) === 32;
  const versionAt = isUsual && to - 8 > uriAt ? to - 8 : versionOf(text, uriAt, to);
  if (versionAt >= 0) row.http_version = isUsual ? usualVersion : text.slice(versionAt, to);
  const lostVersion = versionAt < 0 && to - from >= requestLineLimit;
  row.truncated ||= lostVersion;
  readUri(row, line, { from: uriAt, to: versionAt < 0 ? to : versionAt - 1 }, lostVersion);
}

/** Where `HTTP/x.y` (or `HTTP/x`) begins at the request's end; -1 in HTTP/0.9. */
function versionOf(text: string, uriAt: number, end: number): number {
  const at = text.charCodeAt(end - 2) === 46 ? end - 8 : end - 6;
  return at > uriAt && text.startsWith(' HTTP/', at - 1) ? at : -1;
}

function readCutUri(row: RequestFields, line: Escaped, from: number, to: number): void {
  const space = line.text.indexOf(' ', from);
  const isWhole = space >= 0 && space < to;
  readUri(row, line, { from, to: isWhole ? space : to }, !isWhole);
}

/** What precedes the first `?` is the path, be it `/x`, `*`, `host:443` or an absolute URI; what follows it the query. */
export function readUri(row: RequestFields, { text, escaped }: Escaped, { from, to }: Span, cut: boolean): void {
  const mark = text.indexOf('?', from);
  const hasQuery = mark >= 0 && mark < to;
  const path = text.slice(from, hasQuery ? mark : to);
  row.path = escaped ? decodeEscapes(path, cut && !hasQuery) : path;
  if (!hasQuery) return;
  const query = text.slice(mark + 1, to);
  row.query = escaped ? decodeEscapes(query, cut) : query;
}
