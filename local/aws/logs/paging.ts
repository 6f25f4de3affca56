import { AwsError } from '../../kernel/error.ts';

type Asked = { readonly nextToken?: string | undefined; readonly limit?: number | undefined };

/** One page of a list, in CloudWatch Logs' terms. */
export function page<T>(
  all: readonly T[],
  { nextToken, limit = 50 }: Asked,
): { items: T[]; nextToken: string | undefined } {
  const from = nextToken === undefined ? 0 : Number(nextToken);
  if (!Number.isInteger(from) || from < 0)
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  const to = from + limit;
  return { items: all.slice(from, to), nextToken: to < all.length ? String(to) : undefined };
}
