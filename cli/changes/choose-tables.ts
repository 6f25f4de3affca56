import { UsageError } from '../usage.ts';
import { type FoundTable, idOf } from './found-table.ts';

export type Chosen = {
  readonly tables: readonly FoundTable[];
  /** Told, not written: why a table is not among them. */
  readonly left: readonly string[];
};

/**
 * The tables that were asked for (`schema.table`, or `schema` for all of one), or all. Of partitioned tables PostgreSQL's log of changes
 * names the partitions, so that these are taken unless the whole is asked for. Throws UsageError for one that is not there.
 */
export function chooseTables(all: readonly FoundTable[], asked: readonly string[]): Chosen {
  if (all.length === 0) throw new UsageError('there is no table that this user may read');
  const unknown = asked.find((name) => !all.some((table) => isMeant(table, name)));
  if (unknown !== undefined) throw new UsageError(`there is no table ${unknown}. ${nearest(all)}`);
  const meant = asked.length === 0 ? all : all.filter((table) => asked.some((name) => isMeant(table, name)));
  const reasons = meant.map((table) => ({ table, reason: reasonAgainst(table, asked) }));
  return {
    tables: reasons.flatMap(({ table, reason }) => (reason === undefined ? [table] : [])),
    left: reasons.flatMap(({ table, reason }) => (reason === undefined ? [] : [`${idOf(table)} ${reason}`])),
  };
}

function isMeant(table: FoundTable, name: string): boolean {
  return idOf(table) === name || table.schema === name;
}

function reasonAgainst(table: FoundTable, asked: readonly string[]): string | undefined {
  // A dot would end the schema's name, a slash a folder's
  if (/[./]/.test(table.schema) || table.table.includes('/')) return 'is left out: changes.yml has no way to name it';
  if (table.columns.length === 0) return 'is left out: it has no columns';
  if (table.isPartitioned && !asked.includes(idOf(table)))
    return 'is left out: its partitions are there, whose rows they are';
  return undefined;
}

function nearest(all: readonly FoundTable[]): string {
  const names = all.slice(0, 10).map(idOf);
  return `There are: ${names.join(', ')}${all.length > names.length ? `, and ${all.length - names.length} more` : ''}`;
}
