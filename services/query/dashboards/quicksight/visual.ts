import type { Chart, Role, ValueField } from '../core/model.ts';
import { columnOf } from './column.ts';
import { calculatedOf, dimensionField, fieldId, measureField } from './fields.ts';

/** A chart as QuickSight has it: AWS::QuickSight::Dashboard, Visual. */
export function visualOf(chart: Chart) {
  const common = {
    VisualId: chart.id,
    Title: { Visibility: 'VISIBLE', FormatText: { PlainText: chart.title } },
    ...(chart.description === undefined
      ? { Subtitle: { Visibility: 'HIDDEN' } }
      : { Subtitle: { Visibility: 'VISIBLE', FormatText: { PlainText: chart.description } } }),
  };
  const { kind, configuration } = shapes[chart.type](chart);
  return { [kind]: { ...common, ChartConfiguration: configuration } };
}

const shapes = { line, bar, table, pivot, kpi, donut, heat_map: heatMap, scatter } as const;

function of(chart: Chart, role: Role) {
  return chart.groups.filter((group) => group.role === role).map((group) => dimensionField(chart, group));
}

function values(chart: Chart) {
  return chart.values.map((value) => measureField(chart, value));
}

function line(chart: Chart) {
  const limit = limitOf(chart);
  return {
    kind: 'LineChartVisual',
    configuration: {
      FieldWells: {
        LineChartAggregatedFieldWells: {
          Category: of(chart, 'dimension'),
          Values: values(chart),
          Colors: of(chart, 'series'),
        },
      },
      SortConfiguration: {
        CategorySort: sortOf(chart),
        ...(limit &&
          (hasSeries(chart) ? { ColorItemsLimitConfiguration: limit } : { CategoryItemsLimitConfiguration: limit })),
      },
      Type: 'LINE',
      XAxisLabelOptions: groupLabels(chart, 'dimension'),
      PrimaryYAxisLabelOptions: valueLabels(chart, chart.values),
    },
  };
}

function bar(chart: Chart) {
  const limit = limitOf(chart);
  return {
    kind: 'BarChartVisual',
    configuration: {
      FieldWells: {
        BarChartAggregatedFieldWells: {
          Category: of(chart, 'dimension'),
          Values: values(chart),
          Colors: of(chart, 'series'),
        },
      },
      SortConfiguration: {
        CategorySort: sortOf(chart),
        ...(limit && (hasSeries(chart) ? { ColorItemsLimit: limit } : { CategoryItemsLimit: limit })),
      },
      Orientation: chart.horizontal ? 'HORIZONTAL' : 'VERTICAL',
      BarsArrangement: chart.stacked ? 'STACKED' : 'CLUSTERED',
      CategoryLabelOptions: groupLabels(chart, 'dimension'),
      ValueLabelOptions: valueLabels(chart, chart.values),
    },
  };
}

function table(chart: Chart) {
  return {
    kind: 'TableVisual',
    configuration: {
      FieldWells: { TableAggregatedFieldWells: { GroupBy: of(chart, 'dimension'), Values: values(chart) } },
      SortConfiguration: { RowSort: sortOf(chart) },
      FieldOptions: { SelectedFieldOptions: fieldLabels(chart) },
    },
  };
}

function pivot(chart: Chart) {
  return {
    kind: 'PivotTableVisual',
    configuration: {
      FieldWells: {
        PivotTableAggregatedFieldWells: {
          Rows: of(chart, 'rows'),
          Columns: of(chart, 'columns'),
          Values: values(chart),
        },
      },
      FieldOptions: { SelectedFieldOptions: fieldLabels(chart) },
    },
  };
}

function kpi(chart: Chart) {
  return {
    kind: 'KPIVisual',
    configuration: {
      FieldWells: { Values: values(chart), TrendGroups: of(chart, 'dimension') },
      KPIOptions:
        chart.groups.length === 0
          ? { PrimaryValueDisplayType: 'ACTUAL' }
          : { PrimaryValueDisplayType: 'ACTUAL', Comparison: { ComparisonMethod: 'PERCENT_DIFFERENCE' } },
    },
  };
}

function donut(chart: Chart) {
  const limit = limitOf(chart);
  return {
    kind: 'PieChartVisual',
    configuration: {
      FieldWells: { PieChartAggregatedFieldWells: { Category: of(chart, 'dimension'), Values: values(chart) } },
      SortConfiguration: { CategorySort: sortOf(chart), ...(limit && { CategoryItemsLimit: limit }) },
      DonutOptions: { ArcOptions: { ArcThickness: 'MEDIUM' } },
      CategoryLabelOptions: groupLabels(chart, 'dimension'),
      ValueLabelOptions: valueLabels(chart, chart.values),
    },
  };
}

function heatMap(chart: Chart) {
  const limit = limitOf(chart);
  return {
    kind: 'HeatMapVisual',
    configuration: {
      FieldWells: {
        HeatMapAggregatedFieldWells: { Rows: of(chart, 'rows'), Columns: of(chart, 'columns'), Values: values(chart) },
      },
      SortConfiguration: limit === undefined ? {} : { HeatMapRowItemsLimitConfiguration: limit },
      RowLabelOptions: groupLabels(chart, 'rows'),
      ColumnLabelOptions: groupLabels(chart, 'columns'),
    },
  };
}

function scatter(chart: Chart) {
  const [x, y, ...size] = values(chart);
  const [xValue, yValue] = chart.values;
  return {
    kind: 'ScatterPlotVisual',
    configuration: {
      FieldWells: {
        ScatterPlotCategoricallyAggregatedFieldWells: {
          XAxis: [x],
          YAxis: [y],
          Category: of(chart, 'dimension'),
          Size: size,
        },
      },
      XAxisLabelOptions: valueLabels(chart, xValue === undefined ? [] : [xValue]),
      YAxisLabelOptions: valueLabels(chart, yValue === undefined ? [] : [yValue]),
    },
  };
}

function hasSeries({ groups }: Chart): boolean {
  return groups.some(({ role }) => role === 'series');
}

function limitOf({ limit }: Chart) {
  return limit === undefined ? undefined : { ItemsLimit: limit, OtherCategories: 'EXCLUDE' };
}

function sortOf(chart: Chart) {
  const [group] = chart.groups;
  const [value] = chart.values;
  if (chart.sort === 'measure' && value !== undefined)
    return [{ FieldSort: { FieldId: fieldId(chart, value), Direction: 'DESC' } }];
  return group === undefined ? [] : [{ FieldSort: { FieldId: fieldId(chart, group), Direction: 'ASC' } }];
}

function groupLabels(chart: Chart, role: Role) {
  const groups = chart.groups.filter((group) => group.role === role);
  return axis(
    groups.map((group) => ({
      field: fieldId(chart, group),
      column: columnOf(chart.dataset, group.column),
      label: group.label,
    })),
  );
}

function valueLabels(chart: Chart, shown: readonly ValueField[]) {
  return axis(
    shown.map((value) => ({
      field: fieldId(chart, value),
      column: columnOf(chart.dataset, calculatedOf(chart, value)?.Name ?? value.column),
      label: value.label,
    })),
  );
}

type Labelled = { readonly field: string; readonly column: ReturnType<typeof columnOf>; readonly label: string };

function axis(labelled: readonly Labelled[]) {
  return {
    AxisLabelOptions: labelled.map(({ field, column, label }) => ({
      CustomLabel: label,
      ApplyTo: { FieldId: field, Column: column },
    })),
  };
}

function fieldLabels(chart: Chart) {
  return [...chart.groups, ...chart.values].map((field) => ({
    FieldId: fieldId(chart, field),
    CustomLabel: field.label,
  }));
}
