import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';

const mostNear = 5;
const mostNamed = 24;

/** A sentence on names that were perhaps meant, else on all there are. */
export function near(given: string, names: readonly string[]): string {
  if (names.length === 0) return 'There are none.';
  const miss = nearMiss(given, names);
  const word = given.toLowerCase();
  const isAlike = (name: string) => name !== miss && word.length > 2 && (name.includes(word) || word.includes(name));
  const meant = [...(miss === undefined ? [] : [miss]), ...names.filter(isAlike)].slice(0, mostNear);
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  if (meant.length === 0) return `There are: ${names.slice(0, mostNamed).join(', ')}${more}.`;
  return `Did you mean ${meant.length === 1 ? '' : `${meant.slice(0, -1).join(', ')} or `}${meant.at(-1)}?`;
}
