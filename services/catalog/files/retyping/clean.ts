import { besideName, generationOf } from '../../glue/files-table.ts';
import { tableFolder } from '../converting/agree.ts';
import { keptFor } from '../converting/convert-file.ts';
import type { StepOf } from './messages.ts';
import { leastMs, type RemainingMs, type RetypeDeps } from './retype-deps.ts';
import { statesOf } from './state.ts';

/** DelaySeconds of SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const longestDelaySeconds = 900;
/** DeleteObjects takes as many: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const mostAtOnce = 1000;

/** Removes files, receipts and rejects of the generations before, once readers see this one and no statement can still be reading them. */
export async function clean(deps: RetypeDeps, step: StepOf<'clean'>, remainingMs: RemainingMs): Promise<void> {
  const waitMs = step.notBefore - deps.now();
  if (waitMs > 0) return deps.next(step, Math.min(longestDelaySeconds, Math.ceil(waitMs / 1000)));
  if (!(await isShown(deps, step))) return;
  for (let generation = 1; generation < step.generation; generation += 1) {
    if (generation > 1) await deps.deleteTable(deps.database, besideName(step.table, generation));
    const prefixes = [
      tableFolder(step.table, { generation }),
      ...keptFor(step.table, generation, deps.rejectedPrefix),
      `${statesOf(step.table)}${generation}.json`,
    ];
    for (const prefix of prefixes) if (!(await removeUnder(deps, prefix, remainingMs))) return deps.next(step);
  }
}

async function isShown({ findTable, database }: RetypeDeps, { table, generation }: StepOf<'clean'>): Promise<boolean> {
  const found = await findTable(database, table);
  return found !== undefined && !found.isView && generationOf(found.parameters) === generation;
}

/** False where time was short. */
async function removeUnder(deps: RetypeDeps, prefix: string, remainingMs: RemainingMs): Promise<boolean> {
  let keys: string[] = [];
  for await (const { key } of deps.listObjects(deps.lakeBucket, prefix)) {
    // The folder of the first generation holds those of the others.
    if (prefix.startsWith('lake/') && /^\d+\//.test(key.slice(prefix.length))) continue;
    keys.push(key);
    if (keys.length < mostAtOnce) continue;
    await deps.removeObjects(deps.lakeBucket, keys);
    keys = [];
    if (remainingMs() < leastMs) return false;
  }
  if (keys.length > 0) await deps.removeObjects(deps.lakeBucket, keys);
  return true;
}
