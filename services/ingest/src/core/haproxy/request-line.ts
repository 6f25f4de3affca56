import { decodeEscapes } from './escapes.ts';
import type { RequestFields } from './row.ts';

/** HAProxy's buffer of a logged URI (REQURI_LEN): a request of this length without a version has lost it to the cut. */
const requestLineLimit = 1023;

const version = / (HTTP\/\d\.\d)$/;

/** Fills method, path, query and version from `%r`. `cut`: the line ended inside it. `<BADREQ>` leaves all four null. */
export function readRequestLine(request: string, cut: boolean, row: RequestFields): void {
  row.truncated ||= cut;
  const space = request.indexOf(' ');
  if (request === '<BADREQ>' || (space < 0 && cut)) return;
  row.method = decodeEscapes(space < 0 ? request : request.slice(0, space));
  if (space < 0) return;
  if (cut) readCutUri(request.slice(space + 1), row);
  else readWhole(request, space + 1, row);
}

function readWhole(request: string, uriAt: number, row: RequestFields): void {
  const found = version.exec(request);
  const lostVersion = found === null && request.length >= requestLineLimit;
  row.http_version = found?.[1] ?? null;
  row.truncated ||= lostVersion;
  readUri(request.slice(uriAt, found?.index), lostVersion, row);
}

function readCutUri(rest: string, row: RequestFields): void {
  const end = rest.indexOf(' ');
  readUri(end < 0 ? rest : rest.slice(0, end), end < 0, row);
}

/** A URI has no spaces: in a cut line one ends it, and what follows is the beginning of the version. */
function readUri(uri: string, cut: boolean, row: RequestFields): void {
  const mark = uri.indexOf('?');
  row.path = decodeEscapes(mark < 0 ? uri : uri.slice(0, mark), cut && mark < 0);
  row.query = mark < 0 ? null : decodeEscapes(uri.slice(mark + 1), cut);
}
