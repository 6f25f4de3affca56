import { type Cursor, wrong } from './cursor.ts';
import { type HeaderNames, headerNames, nameHeaders, readHeaders, type Span } from './headers.ts';
import type { RequestFields } from './row.ts';
import type { HaproxySettings } from './settings.ts';

/** What a frontend captures, of the request and of the response. */
export type Captures = { readonly request: HeaderNames; readonly response: HeaderNames };

/** What a frontend captures by the configuration; nothing where it is not named there. */
export type CapturesOf = (frontend: string | null) => Captures;

const none: Captures = { request: headerNames([]), response: headerNames([]) };

export function createCaptures({ frontends }: HaproxySettings): CapturesOf {
  const captures = new Map(
    [...frontends].map(([name, { request, response }]) => [
      name,
      { request: headerNames(request), response: headerNames(response) },
    ]),
  );
  // Lines of one frontend follow one another, and comparing is quicker than hashing a text that was cut out just now.
  let last: string | null = null;
  let lastCaptures = none;
  return (frontend) => {
    if (frontend === last) return lastCaptures;
    last = frontend;
    lastCaptures = captures.get(frontend ?? '') ?? none;
    return lastCaptures;
  };
}

/** Fills the header maps from a text's `{a|b}` blocks, given without their braces. `cut`: the line ended inside the last one. */
export function nameBlocks(
  row: RequestFields,
  line: Pick<Cursor, 'text' | 'escaped' | 'cut'>,
  blocks: readonly Span[],
  captures: Captures,
): void {
  const { text, cut } = line;
  const { request, response } = captures;
  const spans = blocks.length > 2 ? joinBlocks(text, blocks, captures) : blocks;
  const first = spans[0];
  const second = spans[1];
  if (first === undefined) return;
  if (second !== undefined) {
    row.request_headers = readHeaders(line, first, request, false);
    row.response_headers = readHeaders(line, second, response, cut);
  } else if (request.names.length === 0 && response.names.length > 0) {
    row.response_headers = readHeaders(line, first, response, cut);
  } else row.request_headers = readHeaders(line, first, request, cut);
}

/** A value that holds `} {` itself looks like two blocks: the configured number of headers says where the request's block ends. */
function joinBlocks(text: string, blocks: readonly Span[], { request, response }: Captures): readonly Span[] {
  if (request.names.length === 0 || response.names.length === 0) return [joined(blocks)];
  const bars = blocks.map(({ from, to }) => text.slice(from, to).split('|').length - 1);
  let count = 1;
  let split = 0;
  while (split < blocks.length - 1 && (split === 0 || count < request.names.length)) {
    count += bars[split] ?? 0;
    split += 1;
  }
  return [joined(blocks.slice(0, split)), joined(blocks.slice(split))];
}

function joined(blocks: readonly Span[]): Span {
  return { from: blocks[0]?.from ?? 0, to: blocks.at(-1)?.to ?? 0 };
}

/** The same from a list of values, as CLF has them: the request's first, as many as are configured, then the response's. */
export function nameList(
  row: RequestFields,
  values: readonly string[],
  { request, response }: Captures,
  cut: boolean,
): void {
  const split = response.names.length === 0 ? values.length : Math.min(request.names.length, values.length);
  if (split > 0) row.request_headers = nameHeaders(values.slice(0, split), request, cut && split === values.length);
  if (split < values.length) row.response_headers = nameHeaders(values.slice(split), response, cut);
}

/** Reads the blocks before the quoted request that begins at `requestAt`, or where the first `} "` says when that is -1. */
export function readBlocks(cursor: Cursor, requestAt: number): readonly Span[] {
  const blocks: Span[] = [];
  while (cursor.text.charCodeAt(cursor.at) === 123) blocks.push(nextBlock(cursor, requestAt));
  return blocks;
}

/** A block ends at the `}` that a space and the next block or the request follow. */
function nextBlock(cursor: Cursor, requestAt: number): Span {
  const { text } = cursor;
  const from = cursor.at + 1;
  let end = text.indexOf('}', from);
  while (end >= 0 && !endsBlock(text, end + 1, requestAt)) end = text.indexOf('}', end + 1);
  if (end >= 0) {
    cursor.at = end + 2;
    return { from, to: end };
  }
  if (requestAt >= 0) wrong(cursor, cursor.at);
  cursor.at = text.length;
  cursor.cut = true;
  const whole = text.endsWith('} ') ? 2 : text.endsWith('}') ? 1 : 0;
  return { from, to: text.length - whole };
}

function endsBlock(text: string, space: number, requestAt: number): boolean {
  if (text.charCodeAt(space) !== 32) return false;
  const code = text.charCodeAt(space + 1);
  // HAProxy encodes quotes in captures: this one is a tool's, which has escaped the request's.
  if (code === 92 && text.charCodeAt(space + 2) === 34) return true;
  return code === 123 || (code === 34 && (requestAt < 0 || space + 1 === requestAt));
}
