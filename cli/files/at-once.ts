/** Does something with each, so many at once, and gives what comes of them in their order. */
export async function atOnce<T, R>(
  most: number,
  all: readonly T[],
  work: (one: T, at: number) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = all.entries();
  const lane = async (): Promise<void> => {
    for (const [at, one] of waiting) results[at] = await work(one, at);
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, lane));
  return results;
}
