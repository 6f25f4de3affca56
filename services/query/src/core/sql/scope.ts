import type { TableName } from '../table-name.ts';
import type { Name } from './names.ts';

/** A column of a relation; `name` undefined: Trino names it `_col3`. `type` as Athena's DDL names it, where it is known. */
export type Column = { readonly name: string | undefined; readonly type?: string | undefined };

/** What columns a relation has; `isOpen`: and others that nobody knows here, but for those that a join's USING made its own. */
export type Columns = {
  readonly list: readonly Column[];
  readonly isOpen: boolean;
  readonly joined?: ReadonlySet<string> | undefined;
};

export const unknownColumns: Columns = { list: [], isOpen: true };

/** What stands in FROM, by its alias or its table's name. */
export type Relation = { readonly alias: string | undefined; readonly columns: Columns };

/** Where names are looked for: what stands in FROM, names of lambdas and of the SELECT's own columns, then what is around it. */
export type Scope = {
  readonly relations: readonly Relation[];
  readonly names: ReadonlySet<string>;
  /** Names that the SELECT gives by AS, which its own clauses do not see. */
  readonly given: ReadonlySet<string>;
  /** Windows by their names. */
  readonly windows: ReadonlySet<string>;
  /** Named queries by their names. */
  readonly named: ReadonlyMap<string, Columns>;
  /** Named queries that stand later in their WITH, or are not yet at their end. */
  readonly later: ReadonlySet<string>;
  readonly outer: Scope | undefined;
};

export const emptyScope: Scope = {
  relations: [],
  names: new Set(),
  given: new Set(),
  windows: new Set(),
  named: new Map(),
  later: new Set(),
  outer: undefined,
};

/** A table that a statement reads, where it first says so. */
export type TableRead = TableName & Pick<Name, 'line' | 'column'>;

export function within(outer: Scope, own: Partial<Omit<Scope, 'outer'>>): Scope {
  return { ...emptyScope, named: outer.named, later: outer.later, ...own, outer };
}

/** A scope and those around it, from within. */
export function scopesOf(scope: Scope | undefined): readonly Scope[] {
  return scope === undefined ? [] : [scope, ...scopesOf(scope.outer)];
}

export function hasColumn({ list, isOpen, joined }: Columns, name: string): boolean {
  return list.some((column) => column.name === name) || (isOpen && !joined?.has(name));
}
