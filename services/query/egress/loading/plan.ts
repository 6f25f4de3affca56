import type { Copy } from '../core/copy.ts';
import type { DatabaseDestination } from '../core/egress.ts';
import { momentText, rangesOf } from '../core/partition-range.ts';
import type { CopyRun } from '../core/state.ts';
import type { Row } from './rows.ts';

/** What is to be brought to a database. */
export type LoadPlan<D extends DatabaseDestination = DatabaseDestination> = {
  readonly copy: Omit<Copy, 'destination'> & { readonly destination: D };
  readonly run: Pick<CopyRun, 'id' | 'number' | 'version' | 'scope' | 'base'>;
  readonly rows: () => AsyncIterable<Row>;
};

/** How many rows were brought; 0 as well where they were there already. */
export type Loaded = { readonly rows: number };

/** A connection, as far as loading needs one. */
export type Session = {
  /** Gives the rows of a SELECT. */
  readonly run: (
    sql: string,
    values?: readonly (string | number | null | readonly (string | null)[])[],
  ) => Promise<readonly unknown[]>;
  readonly close: () => Promise<void>;
};

export type Condition = { readonly sql: string; readonly values: readonly string[] };

/** The condition that the rows of a run's scope fulfil; `bind` writes the nth bound value. */
export function scopeOf(
  { copy: { partition }, run: { scope } }: Pick<LoadPlan, 'copy' | 'run'>,
  column: (name: string) => string,
  bind: (at: number) => string,
): Condition {
  if (scope === 'all' || partition === undefined) return { sql: '1 = 1', values: [] };
  const { type } = partition;
  const name = column(partition.column);
  const ranges = rangesOf(scope);
  const sql = ranges.map((_, at) => `(${name} >= ${bind(2 * at)} AND ${name} < ${bind(2 * at + 1)})`).join(' OR ');
  return { sql: `(${sql})`, values: ranges.flatMap(({ from, to }) => [momentText(from, type), momentText(to, type)]) };
}
