import { identifier } from '@tributary/shared/sql.ts';
import type { DatabaseDestination } from '../../core/egress.ts';

export type PostgresqlDestination = Extract<DatabaseDestination, { to: 'postgresql' }>;

/** A table of the destination's schema, in quotes. */
export function inSchema({ schema }: Pick<PostgresqlDestination, 'schema'>, table: string): string {
  return `${identifier(schema)}.${identifier(table)}`;
}

export const bookName = '_lake_egress';
export const stageTable = identifier('_lake_stage');
