import type { TableName } from '../table-name.ts';
import type { Name } from './names.ts';

/** A column of a relation; `name` undefined: Trino names it `_col3`. `type` as Athena's DDL names it, where it is known. */
export type Column = { readonly name: string | undefined; readonly type?: string | undefined };

/** What columns a relation has; `isOpen`: and others that nobody knows here. */
export type Columns = { readonly list: readonly Column[]; readonly isOpen: boolean };

export const unknownColumns: Columns = { list: [], isOpen: true };

/** What stands in FROM, by its alias or its table's name. */
export type Relation = { readonly alias: string | undefined; readonly columns: Columns };

/** Where names are looked for: what stands in FROM, names of lambdas and of the SELECT's own columns, then what is around it. */
export type Scope = {
  readonly relations: readonly Relation[];
  readonly names: ReadonlySet<string>;
  /** A join by USING, or a natural one, has each of its columns once. */
  readonly isMerged: boolean;
  /** Named queries by their names. */
  readonly named: ReadonlyMap<string, Columns>;
  readonly outer: Scope | undefined;
};

export const emptyScope: Scope = {
  relations: [],
  names: new Set(),
  isMerged: false,
  named: new Map(),
  outer: undefined,
};

/** A table that a statement reads, where it first says so. */
export type TableRead = TableName & Pick<Name, 'line' | 'column'>;

export function within(outer: Scope, own: Partial<Omit<Scope, 'outer'>>): Scope {
  return { relations: [], names: new Set(), isMerged: false, named: outer.named, ...own, outer };
}

/** A scope and those around it, from within. */
export function scopesOf(scope: Scope | undefined): readonly Scope[] {
  return scope === undefined ? [] : [scope, ...scopesOf(scope.outer)];
}

export function hasColumn({ list, isOpen }: Columns, name: string): boolean {
  return isOpen || list.some((column) => column.name === name);
}
