/** Who writes or reads again what a record holds calls itself once for each level, and the stack has room for some thousands. */
const mostLevels = 1000;

export const tooDeep = `it is nested deeper than ${mostLevels} levels`;

/** Whether what a text of JSON has been parsed to is nested too deep. */
export function isTooDeep(text: string, value: unknown): boolean {
  return (
    // Each level takes two brackets.
    text.length > 2 * mostLevels &&
    countUpTo(text, '[', mostLevels) + countUpTo(text, '{', mostLevels) > mostLevels &&
    isDeeper(value, mostLevels)
  );
}

function countUpTo(text: string, bracket: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(bracket); at >= 0 && count <= most; at = text.indexOf(bracket, at + 1)) count += 1;
  return count;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}
