import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { didYouMean } from './mistake.ts';
import type { Relation } from './scope.ts';

/** That none of some relations has a column, with the one that was probably meant, or else those that there are. */
export function noSuchColumn(name: string, relations: readonly Relation[]): string {
  const aliases = [...new Set(relations.flatMap(({ alias }) => (alias === undefined ? [] : [alias])))];
  const columns = relations.flatMap(({ columns: { list } }) => list.flatMap((each) => each.name ?? []));
  if (relations.length === 0) return `no table is read here that has a column ${name}`;
  if (relations.some(({ columns: { joined } }) => joined?.has(name)) && relations.length === 1)
    return `${name} is a column of USING, which has no table's name before it: write ${name}`;
  const what = aliases.length === 0 ? 'what is read here' : aliases.join(', ');
  const near = nearMiss(name, columns);
  const there = near === undefined && columns.length > 0 ? `; there are: ${[...new Set(columns)].join(', ')}` : '';
  return `${what} has no column ${name}${didYouMean(near)}${there}`;
}
