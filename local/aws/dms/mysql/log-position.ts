import { z } from 'zod';
import { DatabaseError, type Server, type Session } from './server.ts';

/** A place between two transactions in the binary logs; `gtid`, where the server has one, is what stands before it. */
export type LogPosition = { readonly file: string; readonly position: number; readonly gtid: string };

/**
 * Begins a transaction that sees the database as it is at the position that this gives. MariaDB tells a snapshot's own position; MySQL
 * does not, and holds writes for a moment.
 */
export async function beginSnapshot(session: Session, server: Server): Promise<LogPosition> {
  await session.run('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  if (!server.isMariaDb) return holdWrites(session, () => begin(session));
  await begin(session);
  const status = await session.select(
    z.object({ Variable_name: z.string(), Value: z.string() }),
    "SHOW STATUS LIKE 'binlog_snapshot_%'",
  );
  const values = new Map(status.map((row) => [row.Variable_name.toLowerCase(), row.Value]));
  const file = values.get('binlog_snapshot_file') ?? '';
  const position = Number(values.get('binlog_snapshot_position'));
  if (file === '') throw new DatabaseError('MariaDB does not say where in its binary log the snapshot is.');
  return { file, position, gtid: await gtidAt(session, file, position) };
}

async function begin(session: Session): Promise<void> {
  await session.run('START TRANSACTION WITH CONSISTENT SNAPSHOT');
}

async function holdWrites(session: Session, use: () => Promise<void>): Promise<LogPosition> {
  await session.run('FLUSH TABLES WITH READ LOCK').catch((error: unknown) => {
    throw new DatabaseError(`MySQL's writes cannot be held for the snapshot (GRANT RELOAD): ${error}`, {
      cause: error,
    });
  });
  try {
    await use();
    const [row] = await session
      .select(z.object({ File: z.string(), Position: z.coerce.number() }), 'SHOW MASTER STATUS')
      // MySQL 8.4 knows it by this name only.
      .catch(() =>
        session.select(z.object({ File: z.string(), Position: z.coerce.number() }), 'SHOW BINARY LOG STATUS'),
      );
    if (row === undefined)
      throw new DatabaseError('MySQL does not say where its binary log is (GRANT REPLICATION CLIENT).');
    return { file: row.File, position: row.Position, gtid: '' };
  } finally {
    await session.run('UNLOCK TABLES');
  }
}

/** Why the binary logs cannot be read on from there; undefined where they can. */
export async function positionLost(
  session: Session,
  server: Server,
  { file, position, gtid }: LogPosition,
): Promise<string | undefined> {
  const logs = await session.select(
    z.object({ Log_name: z.string(), File_size: z.coerce.number() }),
    'SHOW BINARY LOGS',
  );
  const log = logs.find(({ Log_name }) => Log_name === file);
  if (log === undefined) return `its binary log ${file} is gone`;
  if (log.File_size < position) return `its binary log ${file} ends before ${position}`;
  if (!server.isMariaDb || (await hasGtids(session, { file, position, gtid }))) return undefined;
  return `its binary log ${file} is another one`;
}

/** Of several replication domains the position may know but the last one. */
async function hasGtids(session: Session, { file, position, gtid }: LogPosition): Promise<boolean> {
  const there = (await gtidAt(session, file, position)).split(',');
  return gtid.split(',').every((one) => there.includes(one));
}

async function gtidAt(session: Session, file: string, position: number): Promise<string> {
  const [row] = await session.select(
    z.object({ gtid: z.string().nullable() }),
    'SELECT BINLOG_GTID_POS(?, CAST(? AS UNSIGNED)) AS gtid',
    [file, String(position)],
  );
  return row?.gtid ?? '';
}
