import type { Dashboard } from '../core/model.ts';
import { attachmentName, timeText } from '../core/report/place.ts';
import { escapeHtml } from '../drawing/html.ts';
import { kpiOf } from '../drawing/kpi.ts';
import type { ReportRows } from '../drawing/report.ts';

export type Told = {
  readonly dashboard: Dashboard;
  /** The time that it is of, ISO 8601. */
  readonly at: string;
  readonly rows: ReportRows;
  readonly choices: readonly string[];
  /** `s3://bucket/key` of the report. */
  readonly place: string;
  /** Whether it comes with the mail, too. */
  readonly isAttached: boolean;
};

export type MailText = { readonly subject: string; readonly text: string; readonly html: string };

/** What a mail says by itself, as most programs show no drawings in one: the dashboard's numbers, and where the rest is. */
export function mailText(told: Told): MailText {
  const { dashboard, at, choices } = told;
  const numbers = numbersOf(told);
  const about = [...choices, timeText(at)].join(' · ');
  const lines = numbers.map(
    ({ title, value, more }) => `${title}: ${[value, more].filter((part) => part !== '').join(', ')}`,
  );
  const rows = numbers.map(
    ({ title, value, more }) =>
      `<tr><td style="padding:4px 16px 4px 0">${escapeHtml(title)}</td><td style="padding:4px 16px 4px 0"><b>${escapeHtml(value)}</b></td><td style="padding:4px 0">${escapeHtml(more)}</td></tr>`,
  );
  return {
    subject: `${dashboard.title}, ${timeText(at)}`,
    text: [dashboard.title, about, ...lines, whereText(told)].join('\n\n'),
    html: `<!doctype html>
<html lang="en"><body style="font-family:sans-serif">
<h1 style="font-size:20px">${escapeHtml(dashboard.title)}</h1>
<p>${escapeHtml(about)}</p>
${rows.length === 0 ? '' : `<table style="border-collapse:collapse">\n${rows.join('\n')}\n</table>\n`}<p>${escapeHtml(whereText(told))}</p>
</body></html>
`,
  };
}

type Line = { readonly title: string; readonly value: string; readonly more: string };

function numbersOf({ dashboard, rows }: Told): readonly Line[] {
  const charts = dashboard.sheets.flatMap((sheet) => sheet.charts);
  return charts.flatMap((chart): readonly Line[] => {
    const found = rows.get(chart.id);
    if (chart.type !== 'kpi' || found === undefined || 'failure' in found) return [];
    const { value, of, before } = kpiOf(chart, found.rows);
    const since = before === undefined ? '' : `${before.change ?? ''} against ${before.value} (${before.of})`.trim();
    return [{ title: chart.title, value: of === undefined ? value : `${value} (${of})`, more: since }];
  });
}

function whereText({ dashboard, at, place, isAttached }: Told): string {
  return isAttached
    ? `All charts: ${attachmentName(dashboard.name, at)}, which any browser opens, and ${place}`
    : `All charts: ${place} (the report is too large for a mail)`;
}
