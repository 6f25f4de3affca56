import { spawnSync } from 'node:child_process';
import { describe, test } from 'vitest';

/** A program of the machine's, with the arguments of a call that succeeds at once where it is installed. */
export type Program = { readonly name: string; readonly check: readonly [command: string, ...args: string[]] };

/**
 * `describe` for tests that start a program of the machine's. Where one is not installed they are skipped, saying so;
 * REQUIRE_SERVERS=1 makes that a failure.
 */
export function describeWith(programs: readonly Program[], name: string, body: () => void): void {
  const missing = programs.filter((program) => !isInstalled(program)).map((program) => program.name);
  if (missing.length === 0) {
    describe(name, body);
    return;
  }
  if (process.env.REQUIRE_SERVERS === '1') {
    test(name, () => {
      throw new Error(`REQUIRE_SERVERS=1, and not installed: ${missing.join(', ')}`);
    });
    return;
  }
  describe.skip(`${name} (skipped: ${missing.join(', ')} not installed)`, body);
}

function isInstalled({ check: [command, ...args] }: Program): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
