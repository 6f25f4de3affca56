import type { Report } from '@tributary/catalog/files/reconciling/report.ts';
import { atOnce } from '../files/at-once.ts';
import type { ReadReport } from '../files/reports.ts';
import type { Source } from '../files/source.ts';
import { lookUntil } from '../terminal/look-until.ts';

/** A folder, and its report, or why it gets none. */
export type Reported = { readonly source: Source; readonly report: Report | undefined; readonly left?: string };

export type Awaiting = {
  readonly readReport: ReadReport;
  /** Why reconcile leaves a folder as it is, where it does. */
  readonly leftBecause: (source: Source) => Promise<string | undefined>;
  readonly ask: () => Promise<void>;
  readonly tell: (done: number) => void;
  readonly stuck: (missing: readonly Source[], minutes: number) => string;
  readonly pause: (millis: number) => Promise<void>;
  readonly now: () => number;
};

const looksAtOnce = 8;

/** Has folders reconciled, and gives the reports that are newer than those that were there. */
export async function awaitReports(sources: readonly Source[], awaiting: Awaiting): Promise<readonly Reported[]> {
  const { readReport, leftBecause, ask, tell, stuck, pause, now } = awaiting;
  const reportOf = async ({ table, folder }: Source): Promise<Report | undefined> => {
    const report = await readReport(table);
    return report?.from === folder ? report : undefined;
  };
  const before = await atOnce(looksAtOnce, sources, async (source) => (await reportOf(source))?.at);
  await ask();
  const settled = new Map<Source, Reported>();
  const missing = () => sources.filter((source) => !settled.has(source));
  const look = async () => {
    await atOnce(looksAtOnce, missing(), async (source) => {
      const report = await reportOf(source);
      if (report !== undefined && report.at !== before[sources.indexOf(source)])
        return settled.set(source, { source, report });
      const left = await leftBecause(source);
      return left === undefined ? settled : settled.set(source, { source, report: undefined, left });
    });
    return settled.size;
  };
  await lookUntil({
    look,
    isDone: (done) => done === sources.length,
    tell,
    stateOf: String,
    stuck: (_, minutes) => stuck(missing(), minutes),
    pause,
    now,
  });
  return sources.flatMap((source) => settled.get(source) ?? []);
}
