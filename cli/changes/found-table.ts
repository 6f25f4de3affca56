/** A database by its kind: MariaDB is read as MySQL is. */
export type Engine = 'mysql' | 'postgres';

/** A table as a database or a dump has it. */
export type FoundTable = {
  readonly schema: string;
  readonly table: string;
  /** In the table's order. */
  readonly columns: readonly FoundColumn[];
  /** The primary key's columns, in its order; none where there is no key. */
  readonly key: readonly string[];
  /** It holds no rows itself: its partitions are tables of their own (PostgreSQL). */
  readonly isPartitioned: boolean;
};

export type FoundColumn = {
  readonly name: string;
  /** As the database writes it: `bigint(20) unsigned`, `timestamp(3) without time zone`. */
  readonly type: string;
  readonly isGenerated: boolean;
};

/** `shop.orders` */
export function idOf({ schema, table }: Pick<FoundTable, 'schema' | 'table'>): string {
  return `${schema}.${table}`;
}
