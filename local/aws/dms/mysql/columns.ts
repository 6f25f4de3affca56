import { z } from 'zod';
import type { FollowedTable } from '../endpoint.ts';
import type { Session } from './server.ts';

/** As information_schema tells it: `bigint unsigned`, `datetime(6)`. */
export type DatabaseColumn = { readonly name: string; readonly type: string };

/** Columns in the table's order; none where there is no such table. */
export function readColumns(session: Session, { schema, table }: FollowedTable): Promise<readonly DatabaseColumn[]> {
  return session.select(
    z.object({ name: z.string(), type: z.string() }),
    `SELECT column_name AS name, column_type AS type FROM information_schema.columns
     WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`,
    [schema, table],
  );
}

/** The binary log does not say that these are more than bytes, so that a change could not be written as the load is. */
const unclear =
  /^(uuid|inet4|inet6|vector|geometry|point|linestring|polygon|multi\w+|geomcollection|geometrycollection)\b/;

/** Why a table cannot be followed; undefined where it can. */
export function columnsMistake({ key }: FollowedTable, columns: readonly DatabaseColumn[]): string | undefined {
  const column = columns.find(({ type }) => unclear.test(type));
  if (column !== undefined) return `${column.name} is of the type ${column.type}, which the local DMS does not cover`;
  const missing = key.find((name) => !columns.some((each) => each.name === name));
  return missing === undefined ? undefined : `${missing} of its key is no column`;
}
