import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 100;
const patienceMs = 170_000;

/** The folder of what the test files of this run share; setup.ts makes it, and throws it away at the end. */
function runFolder(): string {
  const folder = process.env.TRIBUTARY_TEST_RUN;
  if (folder === undefined)
    throw new Error('TRIBUTARY_TEST_RUN is not set: test/harness/setup.ts is no globalSetup here');
  return folder;
}

/**
 * A folder that `make` fills once a run, for whichever test asks first; the others wait for it, in their processes. Nobody may
 * write into it afterwards. When it fails, the next that asks tries again.
 */
export async function oncePerRun(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const made = join(runFolder(), name);
  const making = `${made}.making`;
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pollMs) {
    const isMine = claim(making);
    if (existsSync(made)) {
      if (isMine) rmSync(making, { recursive: true });
      return made;
    }
    if (isMine) return await fill(making, made, make);
    await sleep(pollMs);
  }
  throw new Error(`${name} is not made after ${patienceMs} ms`);
}

/** Making a folder succeeds for one process only. */
function claim(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function fill(making: string, made: string, make: (folder: string) => Promise<void>): Promise<string> {
  try {
    await make(making);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
  renameSync(making, made);
  return made;
}
