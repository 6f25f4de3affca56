import { AwsError } from '../../kernel/error.ts';

const maxPageSize = 1000;

/** One page of a list, and the marker of the next one; a marker is the position it begins at. */
export function paginate<T>(
  items: readonly T[],
  marker: string | undefined,
  size = maxPageSize,
): { readonly page: readonly T[]; readonly next?: string } {
  const start = marker === undefined ? 0 : Number(marker);
  if (!Number.isInteger(start) || start < 0) throw new AwsError('ValidationError', `Invalid Marker: ${marker}`);
  const end = start + size;
  return { page: items.slice(start, end), ...(end < items.length && { next: String(end) }) };
}
