import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { didYouMean } from './mistake.ts';
import type { Name } from './names.ts';
import { hasColumn, type Relation, type Scope, scopesOf } from './scope.ts';

/**
 * Why a name stands for no column; undefined where it does, or may. `parts`: `day`, or `today.day`, without a database. What begins with the
 * name of a known relation is taken to be of it, though a table that nobody knows might have a row of that name.
 */
export function unknownReference(parts: readonly Name[], scope: Scope): string | undefined {
  const [first, second] = parts;
  if (first === undefined || isHidden(first) || isNamed(first.text, scope)) return undefined;
  const all = relationsOf(scope);
  const meant = second === undefined ? [] : all.filter(({ alias }) => alias === first.text);
  if (second === undefined || meant.length === 0)
    return all.some(({ columns }) => columns.isOpen) ? undefined : noSuch(first, second, scope);
  if (isHidden(second) || meant.some(({ columns }) => hasColumn(columns, second.text))) return undefined;
  return noSuchColumn(second.text, meant);
}

/** `"$path"`, which every table has. */
const isHidden = ({ text }: Name) => text.startsWith('$');

/** A parameter of a lambda, a column of the SELECT's own where ORDER BY sees it, or a column that is known. */
function isNamed(name: string, scope: Scope): boolean {
  const isListed = ({ columns }: Relation) => columns.list.some((column) => column.name === name);
  return scopesOf(scope).some(({ names, relations }) => names.has(name) || relations.some(isListed));
}

function noSuch(first: Name, second: Name | undefined, scope: Scope): string {
  return second === undefined ? noSuchColumn(first.text, relationsOf(scope)) : noSuchRelation(first.text, scope);
}

function relationsOf(scope: Scope): readonly Relation[] {
  return scopesOf(scope).flatMap(({ relations }) => relations);
}

function noSuchColumn(name: string, relations: readonly Relation[]): string {
  const aliases = [...new Set(relations.flatMap(({ alias }) => (alias === undefined ? [] : [alias])))];
  const columns = relations.flatMap(({ columns: { list } }) => list.flatMap((each) => each.name ?? []));
  if (relations.length === 0) return `no table is read here that has a column ${name}`;
  const what = aliases.length === 0 ? 'what is read here' : aliases.join(', ');
  const near = nearMiss(name, columns);
  const there = near === undefined && columns.length > 0 ? `; there are: ${[...new Set(columns)].join(', ')}` : '';
  return `${what} has no column ${name}${didYouMean(near)}${there}`;
}

function noSuchRelation(name: string, scope: Scope): string {
  const aliases = relationsOf(scope).flatMap(({ alias }) => alias ?? []);
  return `nothing that is read here is called ${name}${didYouMean(nearMiss(name, aliases))}`;
}
