const abreast = 25;

/** Does something for each of many, so many at a time. */
export async function inTurns<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += abreast) await Promise.all(all.slice(at, at + abreast).map(act));
}
