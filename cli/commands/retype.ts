import type { FileTable } from '@tributary/catalog/files/core/table/file-table.ts';
import { createGlueTables } from '@tributary/catalog/glue/glue-tables.ts';
import { sendToCatalog } from '../files/catalog-queue.ts';
import { type FilesLake, openFilesLake } from '../files/files-lake.ts';
import { askedTypes, checkedTable } from '../retype/asked-types.ts';
import { changedColumns, type Retyped, renderRetyped } from '../retype/changes.ts';
import { followRetype } from '../retype/follow-retype.ts';
import { checkNothingIsGone, countGone } from '../retype/gone-objects.ts';
import { countRescued, createLookAt } from '../retype/look-at-table.ts';
import type { TargetFlags } from '../target.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import type { PatientProgress } from '../terminal/patient-progress.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes } from '../usage.ts';

export type RetypeFlags = TargetFlags & {
  readonly json?: true | undefined;
  readonly force?: true | undefined;
  readonly wait: boolean;
};

/** `lake retype TABLE [COLUMN TYPE…]`: a table is made again from raw, with these types, or those that all of its files show. */
export async function retype(name: string, words: readonly string[], flags: RetypeFlags): Promise<number> {
  const columns = askedTypes(words);
  const lake = await openFilesLake(flags);
  const before = await tableNow(lake, name, Object.keys(columns));
  if (flags.force !== true)
    await patiently(flags.json === true, async (progress) => {
      progress.awaits(() => `S3 to list the objects of ${name}`);
      checkNothingIsGone(await countGone(lake, name, before), name, before);
    });
  if (!flags.wait) {
    await sendToCatalog(lake, 'retype', { table: name, columns });
    const shown = `services/catalog is told to make ${name} again. lake tables ${name}${lake.flags} shows its types.\n`;
    await write(process.stdout, flags.json ? `${JSON.stringify({ table: name, columns })}\n` : shown);
    return exitCodes.done;
  }
  return patiently(flags.json === true, async (progress) => {
    const retyped = await retypedTable(lake, { name, columns, before, progress });
    if (!flags.json) progress.done(`${name} is made again (${retyped.seconds} s)`);
    const told = flags.json ? `${JSON.stringify(retyped)}\n` : renderRetyped(retyped, process.stdout.isTTY);
    await write(process.stdout, told);
    return exitCodes.done;
  });
}

async function tableNow({ glue, names }: FilesLake, name: string, columns: readonly string[]): Promise<FileTable> {
  return checkedTable(name, await createGlueTables(glue).findTable(names.lakeDatabase, name), columns);
}

type Retyping = {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly before: FileTable;
  readonly progress: PatientProgress;
};

async function retypedTable(lake: FilesLake, { name, columns, before, progress }: Retyping): Promise<Retyped> {
  const begun = performance.now();
  const { flags } = lake;
  progress.awaits(() => 'Athena to count what is rescued now');
  const counted = await countRescued(lake, name);
  progress.awaits(() => `the function ${lake.names.prefix}-catalog-${lake.target.stage}-retype`);
  try {
    await interruptible(`Interrupted; ${name} is made again all the same.`, async ({ pause }) => {
      const look = createLookAt(lake, name);
      const seen = await look();
      await sendToCatalog(lake, 'retype', { table: name, columns });
      await followRetype(name, seen, {
        look,
        tell: progress.running,
        awaits: (what) => progress.awaits(() => what),
        whereToLook: `lake logs retype --errors${flags} and lake replay dead-letters${flags} say why.`,
        pause,
        now: Date.now,
      });
    });
  } finally {
    progress.clear();
  }
  const after = await tableNow(lake, name, []);
  progress.awaits(() => 'Athena to count what is rescued now');
  const recounted = await countRescued(lake, name);
  progress.rests();
  return {
    table: name,
    generation: after.generation,
    columns: changedColumns(before, after),
    before: counted,
    after: recounted,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
  };
}
