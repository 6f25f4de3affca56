import { invalidInput } from './error.ts';

export type PageRequest = {
  readonly token: string | undefined;
  readonly max: number | undefined;
  /** Glue's limit for this operation, also its default. */
  readonly limit: number;
};

/**
 * One page of entries in key order. The token names the last key given, so that a page neither repeats nor skips an entry
 * when others come or go in between.
 */
export function page<T>(
  entries: readonly (readonly [key: string, value: T])[],
  request: PageRequest,
): { readonly items: T[]; readonly nextToken: string | undefined } {
  const after = request.token === undefined ? undefined : readToken(request.token);
  const sorted = entries
    .filter(([key]) => after === undefined || key > after)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const size = Math.min(Math.max(request.max ?? request.limit, 1), request.limit);
  const taken = sorted.slice(0, size);
  const last = taken.at(-1);
  const more = sorted.length > size && last !== undefined;
  return { items: taken.map(([, value]) => value), nextToken: more ? writeToken(last[0]) : undefined };
}

const writeToken = (key: string) => Buffer.from(`k${key}`).toString('base64url');

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('k')) throw invalidInput('The pagination token is not valid.');
  return text.slice(1);
}
