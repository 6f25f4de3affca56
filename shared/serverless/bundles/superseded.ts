export type Kept = { readonly key: string; readonly at: Date };

/**
 * The keys of what was replaced before a time: something is replaced when the next comes. A lifecycle rule knows only the age of an object,
 * and would remove the map of a function that nobody has deployed for long, but which runs.
 */
export function supersededBefore(time: Date, all: readonly Kept[]): readonly string[] {
  const byAge = all.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return byAge.flatMap(({ key }, index) => {
    const next = byAge[index + 1];
    return next !== undefined && next.at < time ? [key] : [];
  });
}
