export type AnswerPage<T> = { readonly items: readonly T[]; readonly next: string | undefined };

/** All pages of a listing, in their order; at most 200, so that a token that comes back for ever ends. */
export async function every<T>(read: (token: string | undefined) => Promise<AnswerPage<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  const most = 200;
  let token: string | undefined;
  for (let page = 0; page < most; page += 1) {
    const { items: more, next } = await read(token);
    items.push(...more);
    if (next === undefined || next === '') break;
    token = next;
  }
  return items;
}
