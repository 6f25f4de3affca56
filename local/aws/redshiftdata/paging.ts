import { invalid } from './error.ts';

/** One page of a list; the token names the place of the next. */
export function page<T>(items: readonly T[], token: string | undefined, size: number) {
  const place = token === undefined ? '0' : Buffer.from(token, 'base64url').toString();
  const start = Number(place);
  if (!/^\d+$/.test(place) || start > items.length) throw invalid('NextToken is not valid.');
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
