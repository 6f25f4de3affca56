import { createGlueTables } from '@tributary/catalog/glue/glue-tables.ts';
import { sendToCatalog } from '../files/catalog-queue.ts';
import { type FilesLake, openFilesLake } from '../files/files-lake.ts';
import { createReadReport } from '../files/reports.ts';
import type { Source } from '../files/source.ts';
import { askedFolders } from '../reconcile/asked-folders.ts';
import { awaitReports, type Reported } from '../reconcile/await-reports.ts';
import { leftBecause } from '../reconcile/left-because.ts';
import { renderReports } from '../reconcile/render-reports.ts';
import { isLeft } from '../reconcile/tell-report.ts';
import type { TargetFlags } from '../target.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import type { PatientProgress } from '../terminal/patient-progress.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes } from '../usage.ts';

export type ReconcileFlags = TargetFlags & { readonly json?: true | undefined };

/** `lake reconcile [TABLE]`: raw, lake and catalog are compared and mended; ends with 1 where something was found that stays. */
export async function reconcile(table: string | undefined, flags: ReconcileFlags): Promise<number> {
  const lake = await openFilesLake(flags);
  const sources = await askedFolders(lake, table);
  const all = await patiently(flags.json === true, (progress) => reported(lake, { table, sources, progress }));
  const lines = all.flatMap(({ report }) => (report === undefined ? [] : [`${JSON.stringify(report)}\n`]));
  await write(process.stdout, flags.json ? lines.join('') : renderReports(all, process.stdout.isTTY, lake.flags));
  return all.some(({ report }) => report !== undefined && isLeft(report)) ? exitCodes.failed : exitCodes.done;
}

type Asked = {
  readonly table: string | undefined;
  readonly sources: readonly Source[];
  readonly progress: PatientProgress;
};

async function reported(lake: FilesLake, { table, sources, progress }: Asked): Promise<readonly Reported[]> {
  const { s3, glue, names, target, flags } = lake;
  const { findTable } = createGlueTables(glue);
  const [first] = sources;
  if (first === undefined) return [];
  progress.awaits(() => `the function ${names.prefix}-catalog-${target.stage}-reconcile`);
  try {
    return await interruptible('Interrupted; reconcile goes on by itself.', ({ pause }) =>
      awaitReports(sources, {
        readReport: createReadReport(s3, names.lakeBucket),
        leftBecause: async (source) => leftBecause(source, await findTable(names.lakeDatabase, source.table)),
        ask: () => sendToCatalog(lake, 'reconcile-files', { reconcile: table === undefined ? 'all' : first.folder }),
        tell: (done) => progress.running(`${done} of ${sources.length} tables of files reconciled`),
        stuck: (missing, minutes) =>
          `Nothing was said of ${missing.map((each) => each.table).join(', ')} for ${minutes} minutes: lake logs reconcile --errors${flags} and lake replay dead-letters${flags} say why.`,
        pause,
        now: Date.now,
      }),
    );
  } finally {
    progress.clear();
    progress.rests();
  }
}
