import type { MapEntries } from '@tributary/shared/parquet-write.ts';
import type { CapturesOf } from './captures.ts';
import type { DateReader } from './dates.ts';
import { type HeaderNames, readHeaders, withHeader } from './headers.ts';
import { type LineOutcome, rejected } from './outcome.ts';
import { emptyRequest } from './row.ts';
import { type Filling, opaque, type Variable, variables } from './variables.ts';

type FillingContext = { readonly dates: DateReader; readonly capturesOf: CapturesOf };

/** The names that people give HAProxy's variables in `%(name)var`: its own documents' first, then the lake's columns. */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ci: 'client_ip src remote_addr',
    cp: 'client_port src_port remote_port',
    tr: 'request_date',
    t: 'accept_date date time timestamp datetime',
    trg: 'request_date_gmt datetime_gmt',
    ft: 'frontend_name frontend frontend_name_transport',
    b: 'backend_name backend',
    s: 'server_name server',
    TR: 'time_request_ms time_to_receive time_request',
    Tw: 'time_queue_ms time_waiting time_queue',
    Tc: 'time_connect_ms time_to_connect time_connect time_backend_connect',
    Tr: 'time_response_ms time_server_response time_response time_backend_response',
    Ta: 'time_active_ms time_active',
    Tt: 'time_total session_duration time_duration',
    ST: 'status_code status http_status_code http_status',
    B: 'bytes_read bytes',
    CC: 'captured_request_cookie request_cookies request_cookie',
    CS: 'captured_response_cookie response_cookies response_cookie',
    tsc: 'termination_state',
    ac: 'actconn process_active_connections',
    fc: 'feconn frontend_active_connections',
    bc: 'beconn backend_active_connections',
    sc: 'srv_conn srvconn server_active_connections',
    rc: 'retries',
    sq: 'srv_queue server_queue',
    bq: 'backend_queue',
    hr: 'request_headers captured_request_headers',
    hs: 'response_headers captured_response_headers',
    r: 'request_line http_request request',
    HM: 'method http_method',
    HU: 'uri request_uri',
    HP: 'path',
    HQ: 'query query_string',
    HV: 'http_version version',
    ssl_fc_sni: 'sni',
    sslv: 'tls_version ssl_version',
    sslc: 'tls_cipher ssl_cipher ssl_ciphers',
  }).flatMap(([variable, given]) => given.split(' ').map((name) => [name, variable])),
);

/** Reads HAProxy 3's `%{+json}o` log: each member by its name, nested ones by their path; what has no column goes to the request's map. */
export function readJson(text: string, { dates, capturesOf }: FillingContext): LineOutcome {
  const { members, cut } = membersOf(text);
  const filling: Filling = { row: emptyRequest('tcp'), dates, blocks: {}, millisecond: 0 };
  const known = members.filter(([name]) => variableOf(name) !== undefined);
  if (known.length < 2) return rejected('unknown_format', "JSON, but with fewer than two of HAProxy's variables");
  if (known.some(([name]) => variableOf(name)?.level === 'http')) filling.row.format = 'http';
  else if (cut) filling.row.format = null;
  const meanings = meaningsOf(members.map(([name]) => name));
  for (const [name, value] of members) {
    const variable = meanings.get(name) ?? opaque(name);
    if (!variable.fill(filling, value)) {
      return rejected('bad_fields', `"${name}" cannot be ${JSON.stringify(value).slice(0, 80)}`);
    }
  }
  return finish(filling, capturesOf, cut);
}

/** By names in lower case. */
function spellingsOf(all: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const spellings = new Map<string, Set<string>>();
  for (const name of all) {
    const lower = name.toLowerCase();
    spellings.set(lower, (spellings.get(lower) ?? new Set()).add(name));
  }
  return spellings;
}

/** A second member for the same column, or one whose name another has but for its case, keeps its own name. */
function meaningsOf(all: readonly string[]): ReadonlyMap<string, Variable> {
  const meanings = new Map<string, Variable>();
  const taken = new Set<Variable>();
  const spellings = spellingsOf(all);
  for (const name of all) {
    const meant = variableOf(name);
    if (meant !== undefined && !taken.has(meant)) {
      meanings.set(name, meant);
      taken.add(meant);
    } else {
      const lower = name.toLowerCase();
      meanings.set(name, opaque(spellings.get(lower)?.size === 1 ? lower : name));
    }
  }
  return meanings;
}

function variableOf(name: string): Variable | undefined {
  return variables.get(name) ?? variables.get(names.get(name.toLowerCase()) ?? '');
}

/** What could only be decided once the whole line was read. */
export function finish(
  { row, blocks, millisecond, isExact = false }: Filling,
  capturesOf: CapturesOf,
  cut: boolean,
): LineOutcome {
  if (row.request_date !== null && !isExact) row.request_date += millisecond;
  if (row.format === 'http' && (row.tls_version ?? row.sni) !== null) row.format = 'https';
  const extra = row.request_headers;
  const captures = capturesOf(row.frontend_name);
  const { request, response } = blocks;
  if (request !== undefined) row.request_headers = headersOf(request, captures.request);
  if (response !== undefined) row.response_headers = headersOf(response, captures.response);
  for (const [at, name] of (extra?.keys ?? []).entries()) {
    row.request_headers = withHeader(row.request_headers, name, extra?.values[at] ?? null);
  }
  row.truncated ||= cut;
  return { kind: 'request', row };
}

function headersOf(block: string, names: HeaderNames): MapEntries {
  return readHeaders({ text: block, escaped: true }, { from: 0, to: block.length }, names, false);
}

type Members = { readonly members: readonly (readonly [name: string, value: string])[]; readonly cut: boolean };

function membersOf(text: string): Members {
  try {
    const read: unknown = JSON.parse(text);
    return { members: flatten(read, ''), cut: false };
  } catch {
    return wholeMembers(text);
  }
}

function flatten(value: unknown, name: string): readonly (readonly [string, string])[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, each]) => flatten(each, name === '' ? key : `${name}_${key}`));
}

const member = /\s*"([^"\\]*(?:\\.[^"\\]*)*)"\s*:\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s",{}[\]]+))\s*[,}]/y;

/** The members of a flat object that is cut, or whose text holds a stray backslash: those that a comma or the brace ends. */
function wholeMembers(text: string): Members {
  const members: (readonly [string, string])[] = [];
  let end = 1;
  member.lastIndex = end;
  for (let found = member.exec(text); found !== null; found = member.exec(text)) {
    const [, name = '', quoted, plain = ''] = found;
    if (plain !== 'null') members.push([unescaped(name), quoted === undefined ? plain : unescaped(quoted)]);
    end = member.lastIndex;
  }
  return { members, cut: end < text.trimEnd().length || !text.trimEnd().endsWith('}') };
}

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
