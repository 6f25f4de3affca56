import { fileURLToPath } from 'node:url';
import { type RunOptions, run, start } from '../harness/run.ts';

const bin = fileURLToPath(new URL('../../cli/bin/lake.mjs', import.meta.url));

/** Runs `lake` to its end. */
export function lake(args: readonly string[], options: RunOptions = {}) {
  return run(process.execPath, [bin, ...args], options);
}

/** Starts `lake`, for a command that stays. */
export function startLakeCommand(args: readonly string[], options: RunOptions = {}) {
  return start(process.execPath, [bin, ...args], options);
}
