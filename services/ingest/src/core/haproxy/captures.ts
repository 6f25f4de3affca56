import { decodeEscapes } from './escapes.ts';
import type { FrontendCaptures } from './settings.ts';

export type CapturedHeaders = {
  readonly request: Readonly<Record<string, string>> | null;
  readonly response: Readonly<Record<string, string>> | null;
};

/** Names the values of one or two capture blocks by the frontend's configuration; what it does not name is `capture_1`, `capture_2`… */
export function nameCaptures(
  blocks: readonly string[],
  captures: FrontendCaptures | undefined,
  cut: boolean,
): CapturedHeaders {
  const [first, second] = blocks;
  const request = captures?.request ?? [];
  const response = captures?.response ?? [];
  if (first === undefined) return { request: null, response: null };
  if (second !== undefined)
    return { request: nameBlock(first, request, false), response: nameBlock(second, response, cut) };
  const responseOnly = request.length === 0 && response.length > 0;
  return responseOnly
    ? { request: null, response: nameBlock(first, response, cut) }
    : { request: nameBlock(first, request, cut), response: null };
}

/** A header that was not sent is an empty value in the block and no key in the map. */
function nameBlock(block: string, names: readonly string[], cut: boolean): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const values = block.split('|');
  for (const [index, value] of values.entries()) {
    if (value !== '')
      headers[names[index] ?? `capture_${index + 1}`] = decodeEscapes(value, cut && index === values.length - 1);
  }
  return headers;
}
