import { invalidRequest } from './error.ts';

/** Of every list that is paged here: https://docs.aws.amazon.com/athena/latest/APIReference/API_ListQueryExecutions.html */
const maxItems = 50;

/** One page of a list in its order; the token names the place of the next. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
  size: number,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  if (size < 1 || size > maxItems)
    throw invalidRequest(
      `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and ${maxItems}`,
    );
  const place = token === undefined ? '0' : Buffer.from(token, 'base64url').toString();
  const start = Number(place);
  if (!/^\d+$/.test(place)) throw invalidRequest('The pagination token is not valid.');
  const end = start + size;
  const nextToken = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), nextToken };
}
