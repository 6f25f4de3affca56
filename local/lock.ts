import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownerOnly } from './kernel/disk.ts';

/** Another process keeps its state in this folder. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/** Takes the folder for this process; throws LockedError, naming the process that has it. The lock of a dead process is taken over. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const holder = readHolder(file);
  if (holder !== undefined) {
    if (isAlive(holder)) throw taken(folder, `process ${holder}`);
    rmSync(file, { force: true });
  }
  // Linked when it is whole: nobody reads a lock that does not yet say whose it is.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid), { mode: ownerOnly });
  try {
    linkSync(own, file);
  } catch {
    throw taken(folder, 'another process');
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(file, { force: true });
}

function taken(folder: string, holder: string): LockedError {
  return new LockedError(
    `${folder} is in use by the local cloud of ${holder}. Stop that one, or choose another folder with --state DIR.`,
  );
}

/** Undefined where there is no lock. */
function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A lock with this process's number is that of a dead one: it had the number before. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
