import { createGlueTables } from '@tributary/catalog/glue/glue-tables.ts';
import type { Relisted } from '@tributary/catalog/tables/relisting/relisting.ts';
import { sendToCatalog } from '../files/catalog-queue.ts';
import { type FilesLake, openFilesLake } from '../files/files-lake.ts';
import { createReadReport } from '../files/reports.ts';
import type { Source } from '../files/source.ts';
import { askedFolders } from '../reconcile/asked-folders.ts';
import { awaitReports, type Reported } from '../reconcile/await-reports.ts';
import { leftBecause } from '../reconcile/left-because.ts';
import { relist, tellRelisted } from '../reconcile/relisted.ts';
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
  const { files, declared } = await patiently(flags.json === true, (progress) =>
    compared(lake, { table, sources, progress }),
  );
  const reports = files.flatMap(({ report }) => (report === undefined ? [] : [report]));
  const lines = [...reports, ...(declared === undefined ? [] : [{ declared }])];
  const told = [
    renderReports(files, process.stdout.isTTY, lake.flags),
    ...(declared === undefined ? [] : tellRelisted(declared).map((line) => `${line}\n`)),
  ];
  await write(process.stdout, (flags.json ? lines.map((line) => `${JSON.stringify(line)}\n`) : told).join(''));
  return reports.some(isLeft) || (declared?.failed ?? []).length > 0 ? exitCodes.failed : exitCodes.done;
}

type Asked = {
  readonly table: string | undefined;
  readonly sources: readonly Source[];
  readonly progress: PatientProgress;
};

type Compared = { readonly files: readonly Reported[]; readonly declared: Relisted | undefined };

async function compared(lake: FilesLake, { table, sources, progress }: Asked): Promise<Compared> {
  const { names, target } = lake;
  progress.awaits(() => `the function ${names.prefix}-catalog-${target.stage}-reconcile`);
  try {
    return await interruptible('Interrupted; reconcile goes on by itself.', async ({ pause }) => {
      const [files, declared] = await Promise.all([
        reported(lake, { table, sources, progress, pause }),
        table === undefined ? relist(lake, pause) : undefined,
      ]);
      return { files, declared };
    });
  } finally {
    progress.clear();
    progress.rests();
  }
}

type Reporting = Asked & { readonly pause: (millis: number) => Promise<void> };

async function reported(lake: FilesLake, { table, sources, progress, pause }: Reporting): Promise<readonly Reported[]> {
  const { s3, glue, names, flags } = lake;
  const { findTable } = createGlueTables(glue);
  const [first] = sources;
  if (first === undefined) return [];
  return awaitReports(sources, {
    readReport: createReadReport(s3, names.lakeBucket),
    leftBecause: async (source) => leftBecause(source, await findTable(names.lakeDatabase, source.table)),
    ask: () => sendToCatalog(lake, 'reconcile-files', { reconcile: table === undefined ? 'all' : first.folder }),
    tell: (done) => progress.running(`${done} of ${sources.length} tables of files reconciled`),
    stuck: (missing, minutes) =>
      `Nothing was said of ${missing.map((each) => each.table).join(', ')} for ${minutes} minutes: lake logs reconcile --errors${flags} and lake replay dead-letters${flags} say why.`,
    pause,
    now: Date.now,
  });
}
