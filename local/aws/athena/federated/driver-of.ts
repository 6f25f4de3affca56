import type { Server } from './connection.ts';
import type { Driver } from './driver.ts';

/** The driver of a kind of server, loaded when it is first asked for. */
export async function driverOf({ kind }: Server): Promise<Driver> {
  if (kind === 'mysql') return (await import('./mysql.ts')).mysqlDriver;
  return (await import('./postgresql.ts')).postgresqlDriver;
}
