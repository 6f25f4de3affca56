import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { UsageError } from './usage.ts';

/**
 * Who has no entry in passwd and no HOME, as in a container by bare uid, has no home: the SDK would fail at its first call. It only
 * reads there, so a home that is not there does.
 */
export function keepHome(environment: NodeJS.ProcessEnv): void {
  try {
    if (homedir() !== '') return;
  } catch {
    // There is none.
  }
  environment.HOME = '/nonexistent';
}

/** Makes a folder where there is none. Throws UsageError that says `advice` where nothing can be written there. */
export function checkWritable(folder: string, advice: string): void {
  try {
    make(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${nearest(folder)} cannot be written (${code}). ${advice}`);
  }
}

/** The folder itself, or the one above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

/** One after another: Node's own `recursive` never ends below /proc (tried with 20.20). */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been quicker.
    if (!existsSync(folder)) throw error;
  }
}
