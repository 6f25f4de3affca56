import { rename, rm, writeFile } from 'node:fs/promises';
import { AthenaClient } from '@aws-sdk/client-athena';
import { choiceTexts } from '@tributary/query/dashboards/core/choices.ts';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import { drawingsOf } from '@tributary/query/dashboards/drawing/drawings.ts';
import { type ReportRows, reportHtml } from '@tributary/query/dashboards/drawing/report.ts';
import { svgOf } from '@tributary/query/dashboards/drawing/svg.ts';
import { createAsk } from '../athena.ts';
import { askCharts } from '../render/ask-charts.ts';
import { readChoices } from '../render/choices.ts';
import { findDashboard } from '../render/find-dashboard.ts';
import { print } from '../render/print.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { count } from '../terminal/count.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import { patiently } from '../terminal/patiently.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type RenderFlags = TargetFlags & {
  readonly out?: string | undefined;
  readonly choose?: readonly string[] | undefined;
};

/** `lake render DASHBOARD`: its charts as they are now, in one file. */
export async function render(name: string, flags: RenderFlags): Promise<number> {
  const dashboard = findDashboard(name);
  const out = flags.out ?? `${name}.html`;
  const format = formatOf(out);
  const madeAt = new Date();
  const choices = readChoices(dashboard, flags.choose ?? [], madeAt);
  const target = targetOf(flags);
  const names = await namesOf(target);
  const ask = createAsk(new AthenaClient(target.client));
  const rows = await patiently(false, (progress) =>
    interruptible('Interrupted; nothing was written.', ({ signal }) =>
      askCharts(dashboard, choices, {
        ask,
        names,
        signal,
        asked: (done, all) => progress.awaits(() => `${done} of ${count(all, 'chart')}`),
      }),
    ),
  );
  const drawings = await drawingsOf(dashboard, rows, svgOf);
  const html = reportHtml({ dashboard, rows, drawings, madeAt, choices: choiceTexts(dashboard, choices) });
  await writeWhole(out, format === 'html' ? html : await print(html, format));
  await write(process.stdout, `${told(dashboard, rows)} in ${out}\n`);
  return [...rows.values()].some((each) => 'failure' in each) ? exitCodes.failed : exitCodes.done;
}

function formatOf(out: string): 'html' | 'png' | 'pdf' {
  const ending = /\.(html|png|pdf)$/.exec(out)?.[1];
  if (ending === 'html' || ending === 'png' || ending === 'pdf') return ending;
  throw new UsageError(`--out ${out}: a file that ends with .html, .png or .pdf is expected.`);
}

async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, content);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function told({ sheets }: Dashboard, rows: ReportRows): string {
  const charts = sheets.flatMap((sheet) => sheet.charts);
  const failures = charts.flatMap(({ id, title }) => {
    const found = rows.get(id);
    return found !== undefined && 'failure' in found ? [`${title}: ${found.failure}\n`] : [];
  });
  return `${failures.join('')}${count(charts.length - failures.length, 'chart')}`;
}
