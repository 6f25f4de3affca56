import type { NormalizedSchema } from '@smithy/core/schema';
import type { BodyCodec } from './body.ts';
import type { RestMatch, RestRequest } from './route.ts';
import { readHeader, readQueryText, writeHeader } from './text.ts';

export type RestResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A streaming member comes as it is (Readable, bytes or text). */
  readonly body: unknown;
};

type Traits = ReturnType<NormalizedSchema['getMergedTraits']>;

/** Reads an input from path, query, headers and body. A streaming payload is left on the request: the operation reads it there. */
export async function readRestInput(
  match: RestMatch,
  request: RestRequest,
  readBody: () => Promise<Buffer>,
  codec: BodyCodec,
): Promise<Record<string, unknown>> {
  const { input } = match.operation;
  if (!input.isStructSchema()) return {};
  const members = [...input.structIterator()].map(([name, member]) => ({
    name,
    member,
    traits: member.getMergedTraits(),
  }));
  const read: Record<string, unknown> = {};
  for (const { name, member, traits } of members) {
    const value =
      traits.httpPayload === 1
        ? await readPayload(member, readBody, codec)
        : readBound(name, member, traits, match, request);
    if (value !== undefined && value !== unbound) read[name] = value;
  }
  if (!members.some(({ traits }) => isInDocument(traits))) return read;
  const body = await codec.read(input, await readBody());
  return { ...(typeof body === 'object' ? body : {}), ...read };
}

function isInDocument(traits: Traits): boolean {
  return (
    traits.httpPayload !== 1 &&
    traits.httpLabel !== 1 &&
    traits.httpQueryParams !== 1 &&
    traits.httpResponseCode !== 1 &&
    typeof (traits.httpHeader ?? traits.httpPrefixHeaders ?? traits.httpQuery) !== 'string'
  );
}

const unbound = Symbol('in the document body');

function readBound(
  name: string,
  member: NormalizedSchema,
  traits: Traits,
  match: RestMatch,
  request: RestRequest,
): unknown {
  if (traits.httpLabel === 1)
    return name === 'Bucket' ? request.bucket : readQueryText(member, match.labels[name] ?? '');
  if (typeof traits.httpHeader === 'string')
    return optional(request.headers[traits.httpHeader.toLowerCase()], (text) => readHeader(member, text));
  if (typeof traits.httpPrefixHeaders === 'string')
    return prefixed(request.headers, traits.httpPrefixHeaders.toLowerCase());
  if (typeof traits.httpQuery === 'string') return readQuery(member, traits.httpQuery, request.query);
  if (traits.httpQueryParams === 1) return Object.fromEntries(request.query);
  return unbound;
}

function optional<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  return text === undefined ? undefined : read(text);
}

function prefixed(headers: RestRequest['headers'], prefix: string): Record<string, string> | undefined {
  const found = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value]] : [],
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function readQuery(member: NormalizedSchema, name: string, query: URLSearchParams): unknown {
  if (!query.has(name)) return undefined;
  if (member.isListSchema()) return query.getAll(name).map((text) => readQueryText(member.getValueSchema(), text));
  return readQueryText(member, query.get(name) ?? '');
}

async function readPayload(
  member: NormalizedSchema,
  readBody: () => Promise<Buffer>,
  codec: BodyCodec,
): Promise<unknown> {
  if (member.isStreaming()) return undefined;
  const bytes = await readBody();
  if (member.isBlobSchema()) return bytes;
  if (member.isStringSchema()) return bytes.toString('utf8');
  return codec.read(member, bytes);
}

/** Spreads an output over status, headers and body as its schema binds it; `HttpStatus` and `HttpHeaders` in it are what no schema binds (206, an Expires that is no date). */
export function writeRestOutput(
  output: NormalizedSchema,
  status: number,
  value: Readonly<Record<string, unknown>>,
  codec: BodyCodec,
): RestResponse {
  if (!output.isStructSchema()) return { status, headers: {}, body: '' };
  const members = [...output.structIterator()].map(([name, member]) => ({
    member,
    traits: member.getMergedTraits(),
    given: value[name] ?? undefined,
  }));
  const headers: Record<string, string> = { ...unboundHeaders(value.HttpHeaders) };
  for (const { member, traits, given } of members) writeBound(member, traits, given, headers);
  const code = members.find(({ traits }) => traits.httpResponseCode === 1)?.given ?? value.HttpStatus;
  const payload = members.find(({ traits }) => traits.httpPayload === 1);
  const answer = { status: typeof code === 'number' ? code : status, headers };
  if (payload !== undefined) return { ...answer, body: writePayload(payload.member, payload.given, codec, headers) };
  if (!members.some(({ traits }) => isInDocument(traits))) return { ...answer, body: '' };
  headers['content-type'] = codec.contentType;
  return { ...answer, body: codec.write(output, documentOf(output, value)) };
}

function unboundHeaders(given: unknown): Record<string, string> {
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, String(text)]));
}

function documentOf(output: NormalizedSchema, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const [name, member] of output.structIterator()) {
    if (isInDocument(member.getMergedTraits()) && value[name] !== undefined) document[name] = value[name];
  }
  return document;
}

function writeBound(member: NormalizedSchema, traits: Traits, given: unknown, headers: Record<string, string>): void {
  if (given === undefined) return;
  if (typeof traits.httpHeader === 'string') headers[traits.httpHeader.toLowerCase()] = writeHeader(member, given);
  if (typeof traits.httpPrefixHeaders !== 'string' || typeof given !== 'object' || given === null) return;
  for (const [name, text] of Object.entries(given)) {
    headers[`${traits.httpPrefixHeaders}${name}`.toLowerCase()] = String(text);
  }
}

function writePayload(
  member: NormalizedSchema,
  given: unknown,
  codec: BodyCodec,
  headers: Record<string, string>,
): unknown {
  if (given === undefined) return '';
  if (member.isStreaming() || member.isBlobSchema() || member.isStringSchema()) return given;
  headers['content-type'] ??= codec.contentType;
  return codec.write(member, given);
}
