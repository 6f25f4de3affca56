import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another process keeps its state in this folder. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/** Takes the folder for this process; throws LockedError, naming the process that has it. The lock of a dead process is taken over. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const holder = readHolder(file);
  if (holder !== undefined && isAlive(holder)) throw taken(folder, `process ${holder}`);
  rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    throw taken(folder, 'another process');
  }
  return () => rmSync(file, { force: true });
}

function taken(folder: string, holder: string): LockedError {
  return new LockedError(
    `${folder} is in use by the local cloud of ${holder}. Stop that one, or choose another folder with --state DIR.`,
  );
}

function readHolder(file: string): number | undefined {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(holder) && holder > 0 && holder !== process.pid ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
