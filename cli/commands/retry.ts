import { openCopyDesk } from '../copies/open-copies.ts';
import { retryCopy } from '../copies/retry-copy.ts';
import { copiesIn, findDeclared, readDeclared } from '../jobs/declared.ts';
import { openDesk } from '../jobs/desk.ts';
import { flagsOf } from '../jobs/flags.ts';
import { orRemoved } from '../jobs/or-removed.ts';
import { retryAside } from '../jobs/retry-aside.ts';
import { type TargetFlags, targetOf } from '../target.ts';
import { write } from '../terminal/output.ts';
import { exitCodes } from '../usage.ts';

/** `lake retry NAME`: what was set aside is tried again at once; also a copy of a dataset. */
export async function retry(name: string, flags: TargetFlags): Promise<number> {
  const declared = readDeclared();
  const found = await orRemoved(name, targetOf(flags), () => findDeclared(name, [...declared, ...copiesIn(declared)]));
  const told =
    found.kind === 'copy'
      ? await retryCopy(await openCopyDesk(found, targetOf(flags)), flagsOf(flags), Date.now())
      : await retryAside(await openDesk(found, targetOf(flags)), name, flagsOf(flags));
  await write(process.stdout, told);
  return exitCodes.done;
}
