import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { didYouMean } from './mistake.ts';
import type { Name } from './names.ts';
import { noSuchColumn } from './no-such-column.ts';
import { hasColumn, type Relation, type Scope, scopesOf } from './scope.ts';

/**
 * Why a name stands for no column; undefined where it does, or may. `parts`: `day`, or `today.day`, without a database. What begins with the
 * name of a known relation is taken to be of it, though a table that nobody knows might have a row of that name.
 */
export function unknownReference(parts: readonly Name[], scope: Scope): string | undefined {
  const [first, second, field] = parts;
  if (first === undefined || isHidden(first)) return undefined;
  const meant = second === undefined ? [] : relationsOf(scope).filter(({ alias }) => alias === first.text);
  return second === undefined || meant.length === 0
    ? unknownColumn(first, second, scope)
    : unknownIn(second, field, meant);
}

function unknownColumn(first: Name, second: Name | undefined, scope: Scope): string | undefined {
  const found = listed(first.text, scope);
  if (found !== undefined) return ambiguous(first.text, found) ?? noField(first, second, found);
  const all = relationsOf(scope);
  if (all.some(({ columns }) => columns.isOpen)) return undefined;
  return second === undefined ? noSuch(first.text, all, scope) : noSuchRelation(first.text, scope);
}

/** `"$path"`, which every table has. */
const isHidden = ({ text }: Name) => text.startsWith('$');

function unknownIn(column: Name, field: Name | undefined, meant: readonly Relation[]): string | undefined {
  if (isHidden(column)) return undefined;
  const isThere = meant.some(({ columns }) => hasColumn(columns, column.text));
  return isThere ? noField(column, field, meant) : noSuchColumn(column.text, meant);
}

/** The relations that are known to have a column, of the innermost scope where some do; none of them: a lambda's parameter, or a name that ORDER BY sees. */
function listed(name: string, scope: Scope): readonly Relation[] | undefined {
  for (const { names, relations } of scopesOf(scope)) {
    if (names.has(name)) return [];
    const having = relations.filter(({ columns }) => columns.list.some((column) => column.name === name));
    if (having.length > 0) return having;
  }
  return undefined;
}

function ambiguous(name: string, having: readonly Relation[]): string | undefined {
  const count = having.flatMap(({ columns }) => columns.list.filter((column) => column.name === name)).length;
  if (count < 2) return undefined;
  const aliases = [...new Set(having.map(({ alias }) => alias ?? 'a subquery'))];
  if (aliases.length === 1) return `${aliases[0]} has ${name} ${count} times: give each of them a name of its own`;
  return `${aliases.join(' and ')} have a column ${name}: write which one it is, as ${aliases[0]}.${name}`;
}

/** Types of the lake have no fields. */
function noField(of: Name, field: Name | undefined, having: readonly Relation[]): string | undefined {
  if (field === undefined) return undefined;
  const types = having.flatMap(({ columns }) => columns.list.filter(({ name }) => name === of.text));
  const type = types[0]?.type;
  return type === undefined ? undefined : `${of.text} is a ${type}, and has no field ${field.text}`;
}

function noSuch(name: string, all: readonly Relation[], scope: Scope): string {
  const isGiven = scopesOf(scope).some(({ given }) => given.has(name));
  const hint = `: it is a name that this SELECT gives, which only its ORDER BY sees: write here what it stands for`;
  return isGiven ? `${name} is no column${hint}` : noSuchColumn(name, all);
}

function relationsOf(scope: Scope): readonly Relation[] {
  return scopesOf(scope).flatMap(({ relations }) => relations);
}

/** That nothing which is read has a name. */
export function noSuchRelation(name: string, scope: Scope): string {
  const aliases = relationsOf(scope).flatMap(({ alias }) => alias ?? []);
  return `nothing that is read here is called ${name}${didYouMean(nearMiss(name, aliases))}`;
}
