import { describe, expect, test } from 'vitest';
import { compileDashboard } from './compile-dashboard.ts';
import { readDashboard } from './read-dashboard.ts';
import { chartOf, compiledWith, tables } from './tables-for-tests.ts';

describe('a chart', () => {
  test('knows its columns, their types, and what they are called', () => {
    const chart = chartOf(
      '{type: line, title: "Über alles", dataset: usage, dimension: {column: at, grain: hour}, series: slug, measures: {value: sum(requests) / sum(seats), format: percent}, limit: 5}',
    );
    expect(chart).toEqual({
      id: 's--u-ber-alles',
      type: 'line',
      title: 'Über alles',
      description: undefined,
      dataset: 'usage',
      groups: [
        { id: 'g1', role: 'dimension', column: 'at', type: 'timestamp', grain: 'hour', label: 'At' },
        { id: 'g2', role: 'series', column: 'slug', type: 'string', label: 'Slug' },
      ],
      values: [
        {
          id: 'v1',
          aggregate: 'sum',
          column: 'requests',
          type: 'bigint',
          per: { aggregate: 'sum', column: 'seats', type: 'int' },
          label: 'Requests per seats',
          format: 'percent',
        },
      ],
      filters: [],
      stacked: false,
      horizontal: false,
      sort: 'dimension',
      limit: 5,
      width: 6,
    });
  });

  test.each([
    ['sum(requests)', 'Requests', 'integer'],
    ['avg(requests)', 'Average requests', 'decimal'],
    ['max(share)', 'Greatest share', 'decimal'],
    ['sum(price)', 'Price', 'decimal'],
    ['min(took_ms)', 'Least took ms', 'milliseconds'],
    ['count(*)', 'Rows', 'integer'],
    ['count_distinct(slug)', 'Different slug', 'integer'],
    ['count(took_ms)', 'Number of took ms', 'integer'],
    ['sum( requests )/count(*)', 'Requests per rows', 'decimal'],
  ])('calls %s %s, and writes it as %s', (value, label, format) => {
    const [measure] = chartOf(`{type: kpi, title: K, dataset: usage, measure: "${value}"}`).values;
    expect(measure).toMatchObject({ label, format });
  });

  test.each([
    ['{type: bar, title: B, dataset: usage, dimension: slug, measures: sum(requests)}', 'measure'],
    ['{type: bar, title: B, dataset: usage, dimension: slug, measures: sum(requests), sort: dimension}', 'dimension'],
    ['{type: bar, title: B, dataset: usage, dimension: day, measures: sum(requests)}', 'dimension'],
    ['{type: table, title: B, dataset: usage, dimensions: [slug, day]}', 'dimension'],
    ['{type: heat_map, title: B, dataset: usage, rows: slug, columns: day, measure: sum(requests)}', 'dimension'],
  ])('stands in the order that one expects: %s', (text, sort) => {
    expect(chartOf(text).sort).toBe(sort);
  });

  test('has all that its type shows, in the order in which it is read', () => {
    const of = (text: string) => {
      const { groups, values } = chartOf(text);
      return [
        ...groups.map(({ role, column }) => `${role} ${column}`),
        ...values.map(({ id, column }) => `${id} ${column}`),
      ];
    };
    expect(
      of(
        '{type: pivot, title: P, dataset: usage, rows: [slug, is_internal], columns: day, measures: [sum(requests), max(share)]}',
      ),
    ).toEqual(['rows slug', 'rows is_internal', 'columns day', 'v1 requests', 'v2 share']);
    expect(
      of(
        '{type: scatter, title: P, dataset: usage, dimension: slug, size: sum(seats), y: max(share), x: sum(requests)}',
      ),
    ).toEqual(['dimension slug', 'v1 requests', 'v2 share', 'v3 seats']);
    expect(
      of('{type: kpi, title: P, dataset: usage, measure: sum(seats), compare: {column: day, grain: week}}'),
    ).toEqual(['dimension day', 'v1 seats']);
    expect(of('{type: donut, title: P, dataset: usage, dimension: is_internal, measure: count(*)}')).toEqual([
      'dimension is_internal',
      'v1 *',
    ]);
  });
});

const kpi = (rest: string) => `{type: kpi, title: K, dataset: usage, ${rest}}`;
const bar = (rest: string) => `{type: bar, title: K, dataset: usage, ${rest}}`;

test.each([
  [kpi('measure: sum(request)'), 'visuals.1.measure: usage has no column request: did you mean requests?'],
  [kpi('measure: sum(nothing_like_it)'), 'usage has no column nothing_like_it: there are day, at, slug'],
  [kpi('measure: sum(slug)'), 'visuals.1.measure: slug is of type string: sum is of numbers'],
  [kpi('measure: max(day)'), 'day is of type date: max is of numbers'],
  [
    kpi('measure: sum(requests) / max(slug)'),
    'slug is of type string: max is of numbers, and so are parts of each other',
  ],
  [kpi('measure: count(attributes)'), 'attributes is of type map<string,string>, which cannot be counted'],
  [
    kpi('measure: count(*), compare: slug'),
    'visuals.1.compare: slug is of type string: what is compared with the time before',
  ],
  [
    bar('dimension: attributes, measures: count(*)'),
    'attributes is of type map<string,string>, which rows cannot be gathered by',
  ],
  [
    bar('dimension: {column: slug, grain: day}, measures: count(*)'),
    'slug is of type string: `grain` is of dates and timestamps',
  ],
  [bar('dimension: {column: day, grain: hour}, measures: count(*)'), 'day is a date, which has no hours'],
  [
    bar('dimension: day, series: day, measures: count(*)'),
    'visuals.1.series: day is a dimension of this chart already',
  ],
  [
    bar('dimension: day, series: slug, measures: [count(*), sum(seats)]'),
    'visuals.1.measures: a chart with a `series` shows one measure',
  ],
  [
    kpi('measure: count(*), filters: [{column: dai, in: [x]}]'),
    'visuals.1.filters.0: usage has no column dai: did you mean day?',
  ],
  [kpi('measure: count(*), filters: [{column: day, parameter: nothing}]'), 'filters.0: there is no parameter nothing'],
  [
    kpi('measure: count(*), filters: [{column: slug, parameter: period}]'),
    'slug is of type string: period is a range of days',
  ],
  [
    kpi('measure: count(*), filters: [{column: seats, parameter: which}]'),
    'seats is of type int: which is a choice of texts',
  ],
  [
    kpi('measure: count(*), filters: [{column: is_internal, in: ["no"]}]'),
    'is_internal is of type boolean, which "no" is none of',
  ],
  [kpi('measure: count(*), filters: [{column: seats, in: ["1"]}]'), 'seats is of type int, which "1" is none of'],
  [kpi('measure: count(*), filters: [{column: slug, not_in: [1]}]'), 'slug is of type string, which 1 is none of'],
  [
    kpi('measure: count(*), filters: [{column: day, at_least: "2026-02-30"}]'),
    'day is of type date, which "2026-02-30" is none of',
  ],
  [kpi('measure: count(*), filters: [{column: at, at_most: "2026-02-03T04:05"}]'), 'at is of type timestamp, which'],
  [
    kpi('measure: count(*), filters: [{column: slug, at_least: a}]'),
    'slug is of type string: at_least and at_most are of numbers and times',
  ],
  [
    '{type: kpi, title: K, dataset: usag, measure: count(*)}',
    'visuals.1.dataset: no dataset or view is called usag: did you mean usage?',
  ],
  [
    '{type: kpi, title: K, dataset: zzzzzzzz, measure: count(*)}',
    'no dataset or view is called zzzzzzzz: there are trend, usage',
  ],
  [
    '{type: kpi, title: K, dataset: trend, measure: sum(requests)}',
    'the type of trend.requests is not known here: say it in `columns` of',
  ],
  [
    '{type: kpi, title: All, dataset: usage, measure: count(*)}',
    'visuals.1.title: another chart of this sheet has this title',
  ],
])('what is wrong in a chart is told, with its place: %s', (text, reason) => {
  const { mistakes } = compiledWith(text);
  expect(mistakes).toEqual([expect.stringMatching(/^dashboards\/d\.yml:9:\d+: sheets\.0\.visuals\.1\./)]);
  expect(mistakes[0]).toContain(reason);
});

test.each([
  [
    kpi('measure: total(requests)'),
    'measure.value: sum(column) or another aggregate (sum, avg, min, max, count, count_distinct; count(*) counts rows) is expected',
  ],
  [kpi('measure: sum(*)'), 'measure.value: sum(column)'],
  [kpi('measure: sum(a) / sum(b) / sum(c)'), 'measure.value: sum(column)'],
  [
    kpi('measure: {value: count(*), format: euro}'),
    'measure.format: one of integer, decimal, percent, milliseconds, bytes is expected',
  ],
  [kpi('measure: count(*), colour: red'), 'colour: there is no such setting'],
  [kpi('measures: count(*)'), 'measures: there is no such setting: did you mean measure?'],
  [
    '{type: pie, title: K, dataset: usage}',
    '`type`: one of line, bar, table, pivot, kpi, donut, heat_map, scatter is expected',
  ],
  ['{title: K, dataset: usage}', '`type`: one of line'],
  [
    kpi('measure: count(*), filters: [{column: day}]'),
    'filters.0: say what is to be true of the column, by one of in, not_in',
  ],
  [kpi('measure: count(*), filters: [{column: day, in: [x], is_null: true}]'), 'filters.0: say what is to be true'],
  [kpi('measure: count(*), width: 13'), 'width: '],
  [bar('measures: count(*)'), 'dimension: '],
])('what no chart can be is refused by its place: %s', (text, reason) => {
  expect(() => compiledWith(text)).toThrow(reason);
  expect(() => compiledWith(text)).toThrow(/^dashboards\/d\.yml:\d+:\d+: /);
});

test('parameters come from somewhere, and some chart heeds them', () => {
  const text = `title: T
parameters:
  a: {type: select, from: {dataset: usage, column: slugg}}
  b: {type: select, from: {dataset: usag, column: slug}}
  c: {type: select, from: {dataset: usage, column: seats}}
  d: {type: date_range, last_days: 30}
sheets:
  - title: S
    visuals:
      - {type: kpi, title: K, dataset: usage, measure: count(*), filters: [{column: slug, parameter: a}, {column: slug, parameter: b}, {column: slug, parameter: c}]}
  - title: s
    visuals:
      - {type: kpi, title: K, dataset: usage, measure: count(*)}
`;
  expect(compileDashboard(readDashboard('d.yml', text), tables).mistakes).toEqual([
    'dashboards/d.yml:3:44: parameters.a.from.column: usage has no column slugg: did you mean slug?',
    'dashboards/d.yml:4:28: parameters.b.from.dataset: no dataset or view is called usag: did you mean usage?',
    'dashboards/d.yml:5:44: parameters.c.from.column: seats is of type int: what is chosen are texts',
    'dashboards/d.yml:6:3: parameters.d: no chart heeds it: filter one by it (`filters: [{column: …, parameter: d}]`), or leave it out',
    'dashboards/d.yml:11:5: sheets.1.title: another sheet has this title',
  ]);
  const both = '{type: select, values: [a], from: {dataset: usage, column: slug}}';
  expect(() => readDashboard('d.yml', text.replace(/a: \{.*\}\}/, `a: ${both}`))).toThrow(
    'say either `from` or `values`',
  );
  expect(() => readDashboard('d.yml', text.replace('type: date_range', 'type: range'))).toThrow(
    'dashboards/d.yml:6:7: parameters.d.type: a `type` is expected: date_range or select',
  );
});

test('of many tables the first twenty are told', () => {
  const { list } = tables.get('usage') ?? { list: [] };
  const many = new Map(Array.from({ length: 23 }, (_, at) => [`table_${at + 10}`, { list, isOpen: false }]));
  const text = 'title: T\nsheets: [{title: S, visuals: [{type: kpi, title: K, dataset: x, measure: count(*)}]}]\n';
  expect(compileDashboard(readDashboard('d.yml', text), many).mistakes).toEqual([
    expect.stringMatching(/no dataset or view is called x: there are table_10, .*, table_29 and 3 more$/),
  ]);
  expect(compileDashboard(readDashboard('d.yml', text), new Map()).mistakes).toEqual([
    expect.stringMatching(/there are none$/),
  ]);
});

test('what has no letters of an address is called by its place', () => {
  const text = `title: T\nsheets:\n  - title: 使用量\n    visuals: [{type: kpi, title: 数, dataset: usage, measure: count(*)}]\n`;
  const { dashboard, mistakes } = compileDashboard(readDashboard('d.yml', text), tables);
  expect(mistakes).toEqual([]);
  expect(dashboard.sheets.map(({ id, charts }) => [id, charts[0]?.id])).toEqual([['sheet-1', 'sheet-1--chart-1']]);
});
