import type { Chart, Dashboard, Sheet } from '../core/model.ts';
import { calculatedOf } from './fields.ts';
import { filtersOf } from './filters.ts';
import { visualOf } from './visual.ts';

/** What an analysis and a dashboard of QuickSight consist of; `arnOf` finds a data set by its table. */
export function definitionOf(dashboard: Dashboard, arnOf: (dataset: string) => unknown) {
  const filters = filtersOf(dashboard);
  const charts = dashboard.sheets.flatMap((sheet) => sheet.charts);
  const calculated = charts.flatMap((chart) => chart.values.flatMap((value) => calculatedOf(chart, value) ?? []));
  return {
    DataSetIdentifierDeclarations: datasetsOf(dashboard).map((dataset) => ({
      Identifier: dataset,
      DataSetArn: arnOf(dataset),
    })),
    CalculatedFields: [...calculated, ...filters.fields],
    FilterGroups: filters.groups,
    Sheets: dashboard.sheets.map((sheet) => sheetOf(sheet, filters.controls.get(sheet.id) ?? [])),
  };
}

/** The tables that a dashboard's charts show, each once. */
export function datasetsOf({ sheets }: Dashboard): readonly string[] {
  return [...new Set(sheets.flatMap(({ charts }) => charts.map(({ dataset }) => dataset)))].toSorted();
}

function sheetOf({ id, title, description, charts }: Sheet, controls: readonly string[]) {
  const idOf = (filter: string) => `${id}-${filter}`;
  return {
    SheetId: id,
    Name: title,
    ...(description === undefined ? {} : { Description: description }),
    ContentType: 'INTERACTIVE',
    Visuals: charts.map(visualOf),
    FilterControls: controls.map((filter) => ({
      CrossSheet: { FilterControlId: idOf(filter), SourceFilterId: filter },
    })),
    SheetControlLayouts: [
      {
        Configuration: {
          GridLayout: {
            Elements: controls.map((filter) =>
              elementOf(idOf(filter), 'FILTER_CONTROL', { span: controlSpan, rows: 1 }),
            ),
          },
        },
      },
    ],
    Layouts: [{ Configuration: { GridLayout: { Elements: placed(charts) } } }],
  };
}

/** QuickSight's page has 36 columns. */
const columnsOfOne = 3;
const controlSpan = 9;
const rowsOf: Readonly<Record<Chart['type'], number>> = {
  kpi: 6,
  line: 12,
  bar: 12,
  table: 14,
  pivot: 14,
  donut: 12,
  heat_map: 14,
  scatter: 12,
};

/** Charts from left to right, in rows of twelve columns, each row as high as its highest chart. */
function placed(charts: readonly Chart[]) {
  const lines = linesOf(charts);
  const heights = lines.map((line) => Math.max(...line.map(({ type }) => rowsOf[type])));
  return lines.flatMap((line, at) => {
    const row = heights.slice(0, at).reduce((sum, height) => sum + height, 0);
    const rows = heights[at] ?? 0;
    return line.map(({ id, width }, index) => {
      const before = line.slice(0, index).reduce((sum, chart) => sum + chart.width, 0);
      return elementOf(id, 'VISUAL', { span: width * columnsOfOne, rows, column: before * columnsOfOne, row });
    });
  });
}

function linesOf(charts: readonly Chart[]): readonly (readonly Chart[])[] {
  const lines: Chart[][] = [];
  for (const chart of charts) {
    const last = lines.at(-1);
    const width = last?.reduce((sum, each) => sum + each.width, chart.width) ?? 0;
    if (last === undefined || width > 12) lines.push([chart]);
    else last.push(chart);
  }
  return lines;
}

type Size = { readonly span: number; readonly rows: number; readonly column?: number; readonly row?: number };

function elementOf(id: string, type: string, { span, rows, column, row }: Size) {
  return {
    ElementId: id,
    ElementType: type,
    ColumnSpan: span,
    RowSpan: rows,
    ...(column === undefined ? {} : { ColumnIndex: column }),
    ...(row === undefined ? {} : { RowIndex: row }),
  };
}
