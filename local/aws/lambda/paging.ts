import { AwsError } from '../../kernel/error.ts';

type Asked = { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined };

/** One page of a list, in Lambda's terms. */
export function page<T>(
  all: readonly T[],
  { Marker, MaxItems = 50 }: Asked,
): { items: T[]; NextMarker: string | undefined } {
  const from = Marker === undefined ? 0 : Number(Marker);
  if (!Number.isInteger(from) || from < 0)
    throw new AwsError('InvalidParameterValueException', 'The pagination token is not valid.');
  const to = from + Math.min(MaxItems, 10_000);
  return { items: all.slice(from, to), NextMarker: to < all.length ? String(to) : undefined };
}
