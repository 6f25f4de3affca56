import { type Cursor, wrong } from './cursor.ts';
import { decodeEscapes } from './escapes.ts';
import type { RequestFields } from './row.ts';
import type { FrontendCaptures, HaproxySettings } from './settings.ts';

type Headers = Record<string, string>;

const none: FrontendCaptures = { request: [], response: [] };

export function capturesOf(settings: HaproxySettings, row: RequestFields): FrontendCaptures {
  return settings.frontends.get(row.frontend_name ?? '') ?? none;
}

/** Fills the header maps from one or two `{a|b}` blocks, without their outer braces. `cut`: the line ended inside the last one. */
export function nameBlocks(
  row: RequestFields,
  blocks: readonly string[],
  captures: FrontendCaptures,
  cut: boolean,
): void {
  const { request, response } = captures;
  const [first, second] = blocks.length > 2 ? joinBlocks(blocks, captures) : blocks;
  if (first === undefined) return;
  if (second !== undefined) {
    row.request_headers = nameBlock(first, request, false);
    row.response_headers = nameBlock(second, response, cut);
  } else if (request.length === 0 && response.length > 0) row.response_headers = nameBlock(first, response, cut);
  else row.request_headers = nameBlock(first, request, cut);
}

/** A value that holds `} {` itself looks like two blocks: the configured number of headers says where the request's block ends. */
function joinBlocks(blocks: readonly string[], { request, response }: FrontendCaptures): readonly string[] {
  if (request.length === 0 || response.length === 0) return [blocks.join('} {')];
  const values = blocks.map((block) => block.split('|').length - 1);
  let count = 1;
  let split = 0;
  while (split < blocks.length - 1 && (split === 0 || count < request.length)) {
    count += values[split] ?? 0;
    split += 1;
  }
  return [blocks.slice(0, split).join('} {'), blocks.slice(split).join('} {')];
}

/** A header that was not sent is an empty value in the block and no key in the map. Most blocks hold no escape at all. */
function nameBlock(block: string, names: readonly string[], cut: boolean): Headers {
  const headers: Headers = {};
  const escaped = block.indexOf('#') >= 0;
  let index = 0;
  let from = 0;
  for (let to = block.indexOf('|'); to >= 0; to = block.indexOf('|', from)) {
    if (to > from) headers[nameOf(names, index)] = decode(block.slice(from, to), escaped, false);
    index += 1;
    from = to + 1;
  }
  if (from < block.length) headers[nameOf(names, index)] = decode(block.slice(from), escaped, cut);
  return headers;
}

function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? `capture_${index + 1}`;
}

function decode(value: string, escaped: boolean, cut: boolean): string {
  return escaped ? decodeEscapes(value, cut) : value;
}

/** The same from a list of values, as CLF has them: the request's first, as many as are configured, then the response's. */
export function nameList(
  row: RequestFields,
  values: readonly string[],
  captures: FrontendCaptures,
  cut: boolean,
): void {
  const { request, response } = captures;
  const split = response.length === 0 ? values.length : Math.min(request.length, values.length);
  if (split > 0) row.request_headers = nameValues(values.slice(0, split), request, cut && split === values.length);
  if (split < values.length) row.response_headers = nameValues(values.slice(split), response, cut);
}

function nameValues(values: readonly string[], names: readonly string[], cut: boolean): Headers {
  const headers: Headers = {};
  for (const [index, value] of values.entries()) {
    if (value !== '') headers[nameOf(names, index)] = decodeEscapes(value, cut && index === values.length - 1);
  }
  return headers;
}

/** Reads the blocks before the quoted request that begins at `requestAt`, or where the first `} "` says when that is -1. */
export function readBlocks(cursor: Cursor, requestAt: number): readonly string[] {
  const blocks: string[] = [];
  while (cursor.text.charCodeAt(cursor.at) === 123) blocks.push(nextBlock(cursor, requestAt));
  return blocks;
}

/** A block ends at the `}` that a space and the next block or the request follow. */
function nextBlock(cursor: Cursor, requestAt: number): string {
  const { text } = cursor;
  const start = cursor.at + 1;
  let end = text.indexOf('}', start);
  while (end >= 0 && !endsBlock(text, end + 1, requestAt)) end = text.indexOf('}', end + 1);
  if (end >= 0) {
    cursor.at = end + 2;
    return text.slice(start, end);
  }
  if (requestAt >= 0) wrong(cursor, cursor.at);
  cursor.at = text.length;
  cursor.cut = true;
  const whole = text.endsWith('} ') ? 2 : text.endsWith('}') ? 1 : 0;
  return text.slice(start, text.length - whole);
}

function endsBlock(text: string, space: number, requestAt: number): boolean {
  if (text.charCodeAt(space) !== 32) return false;
  const code = text.charCodeAt(space + 1);
  return code === 123 || (code === 34 && (requestAt < 0 || space + 1 === requestAt));
}
