import type { Chart, Dashboard } from '../core/model.ts';
import type { TextRow } from './cell.ts';
import { type Grid, gridOf, pivotOf } from './grid.ts';
import { escapeHtml } from './html.ts';
import { kpiOf } from './kpi.ts';
import { isDrawn } from './option.ts';
import { style } from './report-style.ts';

/** What a report is made of: the rows of each chart by its id, or why there are none. */
export type ReportRows = ReadonlyMap<string, { readonly rows: readonly TextRow[] } | { readonly failure: string }>;

/** The SVG of each chart that is drawn and has rows, by its id. */
export type Drawings = ReadonlyMap<string, string>;

export type Report = {
  readonly dashboard: Dashboard;
  readonly rows: ReportRows;
  readonly drawings: Drawings;
  readonly madeAt: Date;
  /** What was chosen, in words: `Days: 2026-11-01 to 2026-11-30`. */
  readonly choices: readonly string[];
};

/** A dashboard as one HTML file that asks for nothing else: drawings are SVG, tables are tables. */
export function reportHtml({ dashboard, rows, drawings, madeAt, choices }: Report): string {
  const about = [...choices, `Made ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`];
  const sheets = dashboard.sheets.map(
    ({ title, description, charts }) => `<section>
<h2>${escapeHtml(title)}</h2>
${paragraph(description)}<div class="charts">
${charts.map((chart) => figure(chart, rows, drawings)).join('\n')}
</div>
</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(dashboard.title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(dashboard.title)}</h1>
${paragraph(dashboard.description)}<p class="about">${about.map(escapeHtml).join(' · ')}</p>
</header>
<main>
${sheets.join('\n')}
</main>
</body>
</html>
`;
}

function paragraph(text: string | undefined): string {
  return text === undefined ? '' : `<p>${escapeHtml(text)}</p>\n`;
}

function figure(chart: Chart, rows: ReportRows, drawings: Drawings): string {
  const found = rows.get(chart.id);
  const content =
    found === undefined || 'failure' in found ? failed(found?.failure) : drawn(chart, found.rows, drawings);
  const description = chart.description === undefined ? '' : `<small>${escapeHtml(chart.description)}</small>`;
  return `<figure id="${chart.id}" class="${chart.type}" style="--width: ${chart.width}">
<figcaption>${escapeHtml(chart.title)}${description}</figcaption>
${content}
</figure>`;
}

function failed(why = 'It was not asked for.'): string {
  return `<p class="failure">${escapeHtml(why)}</p>`;
}

function drawn(chart: Chart, rows: readonly TextRow[], drawings: Drawings): string {
  if (rows.length === 0) return '<p class="empty">No rows.</p>';
  if (isDrawn(chart))
    return `<div role="img" aria-label="${escapeHtml(chart.title)}">${drawings.get(chart.id) ?? failed('It was not drawn.')}</div>`;
  if (chart.type === 'kpi') return kpi(chart, rows);
  return table(chart.type === 'pivot' ? pivotOf(chart, rows) : gridOf(chart, rows));
}

function kpi(chart: Chart, rows: readonly TextRow[]): string {
  const { value, of, before } = kpiOf(chart, rows);
  const since = of === undefined ? '' : `<small>${escapeHtml(of)}</small>`;
  const change = before?.change === undefined ? '' : `${before.change} against `;
  const was =
    before === undefined
      ? ''
      : `<p>${escapeHtml(`${change}${before.value}`)} <small>${escapeHtml(before.of)}</small></p>`;
  return `<p class="number">${escapeHtml(value)} ${since}</p>${was}`;
}

function table({ head, numbers, rows }: Grid): string {
  const cell = (tag: 'th' | 'td') => (text: string, at: number) =>
    `<${tag}${numbers[at] === true ? ' class="number"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escapeHtml(text)}</${tag}>`;
  return `<div class="rows"><table>
<thead><tr>${head.map(cell('th')).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`).join('\n')}
</tbody>
</table></div>`;
}
