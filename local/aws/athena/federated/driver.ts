import type { Column, Scan } from '../../../sql/plan.ts';
import type { Server } from './connection.ts';

/** What is asked of a database server. */
export type Driver = {
  /** A table's columns; empty where there is no such table. */
  columns(server: Server, database: string, table: string): Promise<readonly Column[]>;
  /** The `name` of each row. */
  names(server: Server, sql: string, values: readonly string[]): Promise<readonly string[]>;
  /** A table's rows in batches, of the scan's columns and with those of its constraints that the server can check. */
  rows(server: Server, scan: Scan): AsyncIterable<readonly Readonly<Record<string, unknown>>[]>;
  /** The place of a query's first value. */
  readonly firstPlace: string;
};
