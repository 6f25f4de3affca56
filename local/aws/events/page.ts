type PageInput = { readonly Limit?: number | undefined; readonly NextToken?: string | undefined };

/** A page of sorted items; the token holds the last one's name. */
export function page<T>(items: readonly T[], { Limit, NextToken = '' }: PageInput, nameOf: (item: T) => string) {
  const after = Buffer.from(NextToken, 'base64').toString();
  const rest = items.filter((item) => nameOf(item) > after);
  const shown = rest.slice(0, Limit ?? 100);
  const last = shown.at(-1);
  const hasMore = shown.length < rest.length && last !== undefined;
  return {
    items: shown,
    NextToken: hasMore ? { NextToken: Buffer.from(nameOf(last)).toString('base64') } : {},
  };
}
