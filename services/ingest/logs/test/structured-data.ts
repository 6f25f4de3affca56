import { type MapEntries, mapAsObject } from '@tributary/shared/parquet-write.ts';
import type { RequestFields } from '../core/haproxy/row.ts';
import type { HaproxySettings } from '../core/haproxy/settings.ts';

/** The `log-format-sd` with which HAProxy writes each value of an HTTP request beside the message. */
export const httpStructuredData =
  '%{+Q,+E}o [x@1 ci=%ci cp=%cp ft=%ft b=%b s=%s TR=%TR Tw=%Tw Tc=%Tc Tr=%Tr Ta=%Ta Tt=%Tt ST=%ST B=%B CC=%CC CS=%CS tsc=%tsc ' +
  'ac=%ac fc=%fc bc=%bc sc=%sc rc=%rc sq=%sq bq=%bq hr=%hr hs=%hs r=%r]';

/** The same of a TCP session. */
export const tcpStructuredData =
  '%{+Q,+E}o [x@1 ci=%ci cp=%cp ft=%ft b=%b s=%s Tw=%Tw Tc=%Tc Tt=%Tt B=%B ts=%ts rc=%rc sq=%sq bq=%bq]';

/** HAProxy's own structured data, read without our parser: name="value" with `\"`, `\\` and `\]` escaped, or name=value. */
export function structuredData(line: string): Map<string, string> | undefined {
  const element = /\[x@1 ((?:[^\]"]|"(?:[^"\\]|\\.)*")*)\]/.exec(line)?.[1];
  if (element === undefined) return undefined;
  const pairs = element.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g);
  return new Map(
    [...pairs].map(([, name = '', quoted, plain]) => [name, (quoted ?? plain ?? '').replace(/\\(.)/g, '$1')]),
  );
}

/** What the parser should have made of an HTTP line, by its structured data. */
export function expected(truth: ReadonlyMap<string, string>, settings: HaproxySettings): Partial<RequestFields> {
  const { text, number } = readers(truth);
  const frontend = settings.frontends.get(text('ft').replace('~', ''));
  return {
    ...endsOf(truth),
    time_request_ms: number('TR'),
    time_response_ms: number('Tr'),
    time_active_ms: number('Ta'),
    status_code: number('ST'),
    captured_request_cookie: text('CC') || null,
    captured_response_cookie: text('CS') || null,
    termination_state: text('tsc'),
    request_headers: block(text('hr'), frontend?.request ?? []),
    response_headers: block(text('hs'), frontend?.response ?? []),
    ...requestOf(text('r')),
  };
}

/** What the parser should have made of a TCP line. */
export function expectedTcp(truth: ReadonlyMap<string, string>): Partial<RequestFields> {
  const { text, number } = readers(truth);
  return { ...endsOf(truth), time_active_ms: number('Tt'), termination_state: text('ts') };
}

function readers(truth: ReadonlyMap<string, string>) {
  const text = (name: string) => truth.get(name) ?? '';
  return { text, number: (name: string) => Number(text(name).replace('+', '')) };
}

function endsOf(truth: ReadonlyMap<string, string>): Partial<RequestFields> {
  const { text, number } = readers(truth);
  return {
    client_ip: text('ci'),
    client_port: number('cp'),
    frontend_name: text('ft').replace('~', ''),
    tls: text('ft').endsWith('~'),
    backend_name: text('b'),
    server_name: text('s'),
    time_queue_ms: number('Tw'),
    time_connect_ms: number('Tc'),
    bytes_read: number('B'),
    retries: number('rc'),
    srv_queue: number('sq'),
    backend_queue: number('bq'),
  };
}

/** `METHOD uri HTTP/x.y`, where the URI may hold spaces and HTTP/0.9 has no version. */
function requestOf(request: string): Partial<RequestFields> {
  if (request === '<BADREQ>') return { method: null, path: null, query: null, http_version: null };
  const [method = '', ...rest] = request.split(' ');
  const version = /^HTTP\/\d\.\d$/.test(rest.at(-1) ?? '') ? (rest.pop() ?? null) : null;
  const uri = rest.join(' ');
  const mark = uri.indexOf('?');
  return {
    method,
    path: decoded(mark < 0 ? uri : uri.slice(0, mark)),
    query: mark < 0 ? null : decoded(uri.slice(mark + 1)),
    http_version: version,
  };
}

function decoded(text: string): string {
  return text.replace(/(?:#[0-9A-F]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('#', ''), 'hex');
    return bytes.toString('utf8').includes('\ufffd') ? bytes.toString('latin1') : bytes.toString('utf8');
  });
}

/** A row with its header maps as objects, to be compared as `lake parse` prints it. */
export function plainRow(row: RequestFields) {
  return {
    ...row,
    request_headers: mapAsObject(row.request_headers),
    response_headers: mapAsObject(row.response_headers),
  };
}

function block(text: string, names: readonly string[]): MapEntries | null {
  if (text === '') return null;
  const entries = text
    .slice(1, -1)
    .split('|')
    .map((value, index) => [names[index] ?? `capture_${index + 1}`, decoded(value)] as const)
    .filter(([, value]) => value !== '');
  return { keys: entries.map(([name]) => name), values: entries.map(([, value]) => value) };
}

/** HAProxy samples its connection gauges anew for the message, so they are compared with the message's own text. */
export function gauges(line: string): Partial<RequestFields> {
  const [actconn, feconn, beconn, srv_conn] = (
    / (\d+[ /]\d+[ /]\d+[ /]\d+)[ /]\+?\d+ \d+[ /]\d+ ["{]/.exec(line.slice(line.lastIndexOf('] ')))?.[1] ?? ''
  )
    .split(/[ /]/)
    .map(Number);
  return { actconn: actconn ?? null, feconn: feconn ?? null, beconn: beconn ?? null, srv_conn: srv_conn ?? null };
}
