import type { JsonShape } from './json-reader.ts';
import { closeBracket, comma, none, open, openBrace, openBracket, skipBlanks } from './json-scan.ts';
import { skipBetween } from './read-documents.ts';
import { endOf, memberAt } from './records-at.ts';

/** Keys under which APIs put the records of a page. */
const recordKeys: ReadonlySet<string> = new Set(
  'data results result records items item value values entries entry entities features rows elements objects list documents docs hits resources content edges nodes members users events'.split(
    ' ',
  ),
);
const wordsOf = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.join(' ').split(' '));

/** What stands beside them and is none of a record: paging, counts, how it went. */
const pageWords = wordsOf(
  'meta metadata links link _links paging pagination page pages page_number page_size pagesize per_page limit offset cursor next previous prev first last',
  'next_page next_url next_cursor next_page_token nextpagetoken previous_page has_more hasmore more total total_count totalcount total_pages totalsize',
  'count object url href self etag took timed_out _shards max_score aggregations success ok done error errors warnings request_id requestid',
  'response_metadata responsemetadata facets included jsonapi @odata.context @odata.nextlink @odata.count nextrecordsurl',
);
/** The same, where it is in a single object: rows have them too. */
const softWords = wordsOf(
  'crs bbox name type kind schema query request header headers info summary parameters params api license source status message messages version',
);
/** What a Bundle of FHIR has beside its entries, though it has an identity: https://hl7.org/fhir/bundle.html */
const bundleWords = wordsOf(
  'resourcetype id meta identifier type timestamp total link signature implicitrules language',
);
/** Who has one is a record by itself. */
const identity = /^_?(?:id|uuid|guid|sku)$|(?<!request|trace|correlation)_id$/;

export type ShapeHead = { readonly bytes: Buffer; readonly isWhole: boolean };

/**
 * How the records of a JSON text lie in it, by its beginning; undefined where it is no JSON. `path`: as declared. An object is a page of records where
 * one known key, and none else, has an array of objects or an empty one, nothing beside it is an identity, and the rest is numbers and texts or
 * words of paging. Of several objects all must be such words: orders have items too.
 */
export function findShape({ bytes, isWhole }: ShapeHead, path?: readonly string[]): JsonShape | undefined {
  const at = skipBetween(bytes, startOf(bytes));
  const code = bytes[at];
  if (code !== openBrace && code !== openBracket) return undefined;
  if (code === openBracket) return arrayShape(bytes, at, path);
  if (!isObject(bytes, at)) return { kind: 'documents' };
  if (path !== undefined) return path.length === 0 ? { kind: 'documents' } : { kind: 'pages', path };
  const found = envelopeAt(bytes, at, isWhole);
  return found === undefined ? { kind: 'documents' } : { kind: 'pages', path: found };
}

function startOf(bytes: Buffer): number {
  return bytes.subarray(0, 4).equals(Buffer.from(")]}'")) ? 4 : 0;
}

/** A key follows, or nothing. */
function isObject(bytes: Buffer, at: number): boolean {
  const next = skipBlanks(bytes, at + 1);
  return next >= bytes.length || [0x22, openBrace + 2].includes(bytes[next] ?? 0);
}

/** Arrays of numbers and texts that follow one another are records themselves. */
function arrayShape(bytes: Buffer, at: number, path?: readonly string[]): JsonShape | undefined {
  const first = skipBlanks(bytes, at + 1);
  const code = bytes[first];
  if (code === undefined || code === closeBracket || code === openBrace || code === openBracket) return pagesOf([]);
  const end = endOf(bytes, at);
  if (end === none) return endOf(bytes, first) === none ? undefined : pagesOf([]);
  if (end === open || path?.length === 0) return pagesOf([]);
  return bytes[skipBetween(bytes, end)] === openBracket ? { kind: 'documents' } : pagesOf([]);
}

function pagesOf(path: readonly string[]): JsonShape {
  return { kind: 'pages', path };
}

type Seen = { readonly path: readonly string[]; readonly isKnown: boolean } | 'no page';

function envelopeAt(bytes: Buffer, from: number, isWhole: boolean): readonly string[] | undefined {
  const end = endOf(bytes, from);
  // One that goes on is read as what its beginning says.
  const isAlone = end < 0 ? !isWhole || end === open : skipBetween(bytes, end) >= bytes.length;
  const seen = readMembers(bytes, from);
  if (seen === 'no page' || seen.path.length === 0) return undefined;
  return isAlone || seen.isKnown ? seen.path : undefined;
}

function readMembers(bytes: Buffer, from: number): Seen {
  let path: readonly string[] = [];
  let isKnown = true;
  const members = [...membersOf(bytes, from)];
  const words = members.some((member) => isBundle(bytes, member)) ? bundleWords : pageWords;
  for (const member of members) {
    const records = recordsUnder(bytes, member);
    const kind = records === undefined ? kindOf(bytes, member, words) : 'records';
    if (kind === 'of a record' || (kind === 'records' && path.length > 0)) return 'no page';
    path = records ?? path;
    isKnown &&= kind !== 'unknown';
  }
  return { path, isKnown };
}

function isBundle(bytes: Buffer, { key, valueAt, end }: Member): boolean {
  return key === 'resourceType' && bytes.toString('latin1', valueAt, end) === '"Bundle"';
}

function kindOf(
  bytes: Buffer,
  { key, valueAt }: Member,
  words: ReadonlySet<string>,
): 'of a page' | 'of a record' | 'unknown' {
  const word = key.toLowerCase();
  if (words.has(word)) return 'of a page';
  if (softWords.has(word)) return 'unknown';
  const isNested = bytes[valueAt] === openBrace || bytes[valueAt] === openBracket;
  return isNested || identity.test(word) ? 'of a record' : 'unknown';
}

type Member = { readonly key: string; readonly valueAt: number; readonly end: number };

/** As far as they are at hand; the last may be `open`. */
function* membersOf(bytes: Buffer, from: number): Generator<Member> {
  let at = skipBlanks(bytes, from + 1);
  for (;;) {
    const member = memberAt(bytes, at);
    if (typeof member === 'number') return;
    const end = endOf(bytes, member.valueAt);
    yield { ...member, end };
    const next = end < 0 ? bytes.length : skipBlanks(bytes, end);
    if (bytes[next] !== comma) return;
    at = skipBlanks(bytes, next + 1);
  }
}

/** The path to the records that a member holds. */
function recordsUnder(bytes: Buffer, { key, valueAt, end }: Member): readonly string[] | undefined {
  if (!recordKeys.has(key.toLowerCase()) || end === none) return undefined;
  if (isArrayOfObjects(bytes, valueAt)) return [key];
  if (key !== 'hits' || bytes[valueAt] !== openBrace) return undefined;
  for (const inner of membersOf(bytes, valueAt))
    if (inner.key === 'hits' && isArrayOfObjects(bytes, inner.valueAt)) return [key, inner.key];
  return undefined;
}

function isArrayOfObjects(bytes: Buffer, at: number): boolean {
  const first = skipBlanks(bytes, at + 1);
  return bytes[at] === openBracket && [openBrace, closeBracket, undefined].includes(bytes[first]);
}
