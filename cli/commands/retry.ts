import { findDeclared, readDeclared } from '../jobs/declared.ts';
import { openDesk } from '../jobs/desk.ts';
import { flagsOf } from '../jobs/flags.ts';
import { retryAside } from '../jobs/retry-aside.ts';
import type { TargetFlags } from '../target.ts';
import { write } from '../terminal/output.ts';
import { exitCodes } from '../usage.ts';

/** `lake retry NAME`: what was set aside is tried again at once. */
export async function retry(name: string, flags: TargetFlags): Promise<number> {
  const declared = findDeclared(name, readDeclared());
  await write(process.stdout, await retryAside(await openDesk(declared, flags), name, flagsOf(flags)));
  return exitCodes.done;
}
