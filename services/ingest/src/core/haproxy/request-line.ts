import { decodeEscapes } from './escapes.ts';
import type { RequestFields } from './row.ts';

/** HAProxy's buffer of a logged URI (REQURI_LEN): a request of this length without a version has lost it to the cut. */
const requestLineLimit = 1023;

/** Fills method, path, query and version from `%r`. `cut`: the line ended inside it. `<BADREQ>` leaves all four null. */
export function readRequestLine(request: string, cut: boolean, row: RequestFields): void {
  row.truncated ||= cut;
  const space = request.indexOf(' ');
  if (space < 0) {
    if (!cut && request !== '<BADREQ>') row.method = decodeEscapes(request);
    return;
  }
  row.method = decodeEscapes(request.slice(0, space));
  if (cut) readCutUri(request.slice(space + 1), row);
  else readWhole(request, space + 1, row);
}

function readWhole(request: string, uriAt: number, row: RequestFields): void {
  const versionAt = versionOf(request, uriAt);
  if (versionAt >= 0) row.http_version = request.slice(versionAt);
  const lostVersion = versionAt < 0 && request.length >= requestLineLimit;
  row.truncated ||= lostVersion;
  readUri(versionAt < 0 ? request.slice(uriAt) : request.slice(uriAt, versionAt - 1), lostVersion, row);
}

/** Where `HTTP/x.y` (or `HTTP/x`) begins at the request's end; -1 in HTTP/0.9. */
function versionOf(request: string, uriAt: number): number {
  const end = request.length;
  const at = request.charCodeAt(end - 2) === 46 ? end - 8 : end - 6;
  return at > uriAt && request.startsWith(' HTTP/', at - 1) ? at : -1;
}

function readCutUri(rest: string, row: RequestFields): void {
  const end = rest.indexOf(' ');
  readUri(end < 0 ? rest : rest.slice(0, end), end < 0, row);
}

/** What precedes the first `?` is the path, be it `/x`, `*`, `host:443` or an absolute URI; what follows it the query. */
export function readUri(uri: string, cut: boolean, row: RequestFields): void {
  const mark = uri.indexOf('?');
  row.path = decodeEscapes(mark < 0 ? uri : uri.slice(0, mark), cut && mark < 0);
  row.query = mark < 0 ? null : decodeEscapes(uri.slice(mark + 1), cut);
}
