/** The same, beginning with another one; `chance` in [0, 1) says which. Who is cut off before the end of all so begins with others the next time. */
export function rotated<T>(all: readonly T[], chance: number): readonly T[] {
  const first = Math.floor(chance * all.length);
  return [...all.slice(first), ...all.slice(0, first)];
}
