import { identifier, text, UnsafeSqlError } from '@tributary/shared/sql.ts';
import type { RedshiftDestination } from '../egress.ts';

/** A table of the destination's schema, in quotes. */
export function inSchema({ schema }: Pick<RedshiftDestination, 'schema'>, table: string): string {
  return `${identifier(schema)}.${identifier(table)}`;
}

/** A literal; throws UnsafeSqlError for a backslash, which Redshift reads as the beginning of an escape. */
export function literal(value: string): string {
  if (value.includes('\\')) throw new UnsafeSqlError(`No literal of Redshift's: ${JSON.stringify(value)}`);
  return text(value);
}

export const bookName = '_lake_egress';
/** Temporary, of one transaction. */
export const stageTable = identifier('_lake_stage');

/** The name of a copy's statements: events of others are none of this lake's. */
export function statementName(workGroup: string, copy: string): string {
  return `${workGroup}.${copy}`;
}
