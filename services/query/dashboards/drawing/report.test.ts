import { describe, expect, test } from 'vitest';
import type { Chart } from '../core/model.ts';
import { chartOf, compiledWith } from '../core/tables-for-tests.ts';
import { drawingsOf } from './drawings.ts';
import { isDrawn } from './option.ts';
import { type ReportRows, reportHtml } from './report.ts';
import { svgOf } from './svg.ts';

const drawn = (chart: Chart) => {
  if (!isDrawn(chart)) throw new Error(`${chart.type} is not drawn`);
  return chart;
};

describe('a report', () => {
  const { dashboard } = compiledWith(
    '{type: line, title: "A < B", description: "<d>", dataset: usage, dimension: day, measures: sum(requests)}',
  );
  const rows: ReportRows = new Map([
    ['s--all', { failure: 'TABLE_NOT_FOUND: <usage>' }],
    [
      's--a-b',
      {
        rows: [
          ['2026-11-01', '5'],
          ['2026-11-02', '7'],
        ],
      },
    ],
  ]);
  const madeAt = new Date('2026-11-30T10:11:12Z');
  const report = async () => {
    const drawings = await drawingsOf(dashboard, rows, svgOf);
    return reportHtml({ dashboard, rows, drawings, madeAt, choices: ["Which: it's"] });
  };

  test('is one page that asks for nothing, says what was chosen, and draws what there is', async () => {
    const html = await report();
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html).toContain('<p class="about">Which: it&#39;s · Made 2026-11-30 10:11 UTC</p>');
    expect(html).toMatch(/<div role="img" aria-label="A &#60; B"><svg [^>]*viewBox="0 0 576 320"/);
  });

  test('says what Athena said where there are no rows to draw, as text', async () => {
    const html = await report();
    expect(html).toContain('<p class="failure">TABLE_NOT_FOUND: &#60;usage&#62;</p>');
    expect(html).toContain('<small>&#60;d&#62;</small>');
    const empty = reportHtml({
      dashboard,
      rows: new Map([['s--a-b', { rows: [] }]]),
      ...{ drawings: new Map(), madeAt: new Date(0) },
      choices: [],
    });
    expect(empty).toContain('<p class="empty">No rows.</p>');
    expect(empty).toContain('It was not asked for.');
    const undrawn = reportHtml({ dashboard, rows, drawings: new Map(), madeAt: new Date(0), choices: [] });
    expect(undrawn).toContain('It was not drawn.');
  });

  test('is the same whatever its process has drawn before, with names of its own for what a picture refers to', async () => {
    const html = await report();
    expect(await report()).toBe(html);
    expect(html).toContain('<clipPath id="s--a-b-');
    expect(html).not.toMatch(/(?:"|#|\.)zr\d/);
    const ids = [...html.matchAll(/clip-path="url\(#([\w-]+)\)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect(html).toContain(`<clipPath id="${id}"`);
  });
});

test.each([
  [
    '{type: line, title: C, dataset: usage, dimension: day, series: slug, measures: sum(requests)}',
    [
      ['2026-11-01', 'name-1', '5'],
      ['2026-11-02', 'name-1', '6'],
    ],
  ],
  [
    '{type: bar, title: C, dataset: usage, dimension: slug, measures: sum(requests), horizontal: true}',
    [['name-1', '5']],
  ],
  ['{type: donut, title: C, dataset: usage, dimension: slug, measure: sum(requests)}', [['name-1', '5']]],
  [
    '{type: heat_map, title: C, dataset: usage, rows: slug, columns: day, measure: sum(requests)}',
    [['name-1', '2026-11-01', '5']],
  ],
  [
    '{type: scatter, title: C, dataset: usage, dimension: slug, x: sum(requests), y: max(share)}',
    [['name-1', '5', '1']],
  ],
] as const)('is drawn without a browser: %s', (text, rows) => {
  const chart = drawn(chartOf(text));
  const svg = svgOf(chart, rows);
  expect(svg).toMatch(/^<svg /);
  // Something of the data's own colour, or of the scale.
  expect(svg).toMatch(/#0072B2|rgb\(0,114,178\)|#DCEAF5/i);
  if (chart.type !== 'scatter') expect(svg).toContain('name-1');
});
