import type { FilterValue, Parameter } from '../core/filter.ts';
import type { Chart, Dashboard, FilterField } from '../core/model.ts';
import { columnOf, inExpression } from './column.ts';
import type { CalculatedField } from './fields.ts';

/** What a dashboard filters by: what is chosen (a control each), and what is fixed. */
export type Filters = {
  readonly groups: readonly unknown[];
  /** Ids of the filters that people choose by, per sheet. */
  readonly controls: ReadonlyMap<string, readonly string[]>;
  readonly fields: readonly CalculatedField[];
};

type Placed = { readonly sheet: string; readonly chart: Chart };

export function filtersOf(dashboard: Dashboard): Filters {
  const all = dashboard.sheets.flatMap((sheet) => sheet.charts.map((chart): Placed => ({ sheet: sheet.id, chart })));
  const chosen = Object.entries(dashboard.parameters).flatMap(([name, parameter]) => chosenBy(name, parameter, all));
  const fixed = all.flatMap(fixedFor);
  const sheets = dashboard.sheets.map(
    ({ id }) => [id, chosen.filter((each) => each.sheets.has(id)).map(({ id: filter }) => filter)] as const,
  );
  return {
    groups: [...chosen.map(({ group }) => group), ...fixed.map(({ group }) => group)],
    controls: new Map(sheets),
    fields: fixed.map(({ field }) => field),
  };
}

type Chosen = { readonly id: string; readonly sheets: ReadonlySet<string>; readonly group: unknown };

/** A parameter is a filter per column that it is compared with; charts of several data sets have their column of the same name. */
function chosenBy(
  name: string,
  parameter: Parameter & { readonly label: string },
  all: readonly Placed[],
): readonly Chosen[] {
  const uses = all.flatMap((placed) =>
    placed.chart.filters
      .filter((filter) => filter.parameter === name)
      .map((filter) => ({ ...placed, column: filter.column })),
  );
  const columns = [...new Set(uses.map(({ column }) => column))];
  return columns.map((column) => {
    const own = uses.filter((use) => use.column === column);
    const datasets = new Set(own.map(({ chart }) => chart.dataset));
    const id = columns.length === 1 ? name : `${name}-${column}`;
    const filter = parameterFilter(id, parameter, columnOf(own[0]?.chart.dataset ?? '', column));
    const group = groupOf(id, filter, own, datasets.size > 1);
    return { id, sheets: new Set(own.map(({ sheet }) => sheet)), group };
  });
}

function parameterFilter(
  id: string,
  parameter: Parameter & { readonly label: string },
  Column: ReturnType<typeof columnOf>,
) {
  const control = (options: unknown) => ({
    DefaultFilterControlConfiguration: { Title: parameter.label, ControlOptions: options },
  });
  if (parameter.type === 'select') {
    const { values, multiple } = parameter;
    const DefaultDropdownOptions = {
      Type: multiple ? 'MULTI_SELECT' : 'SINGLE_SELECT',
      ...(values === undefined ? {} : { SelectableValues: { Values: values } }),
    };
    return {
      CategoryFilter: {
        FilterId: id,
        Column,
        Configuration: {
          FilterListConfiguration: { MatchOperator: 'CONTAINS', SelectAllOptions: 'FILTER_ALL_VALUES' },
        },
        ...control({ DefaultDropdownOptions }),
      },
    };
  }
  if (parameter.last_days !== undefined)
    return {
      RelativeDatesFilter: {
        FilterId: id,
        Column,
        AnchorDateConfiguration: { AnchorOption: 'NOW' },
        TimeGranularity: 'DAY',
        RelativeDateType: 'LAST',
        RelativeDateValue: parameter.last_days,
        NullOption: 'NON_NULLS_ONLY',
        ...control({ DefaultRelativeDateTimeOptions: {} }),
      },
    };
  return {
    TimeRangeFilter: {
      FilterId: id,
      Column,
      IncludeMinimum: true,
      IncludeMaximum: true,
      RangeMinimumValue: { StaticValue: '2000-01-01T00:00:00Z' },
      RangeMaximumValue: { RollingDate: { Expression: "addDateTime(1, 'DD', truncDate('DD', now()))" } },
      TimeGranularity: 'DAY',
      NullOption: 'NON_NULLS_ONLY',
      ...control({ DefaultDateTimePickerOptions: { Type: 'DATE_RANGE' } }),
    },
  };
}

/** What is fixed is a field that is 1 for the rows that count: one way for all types. */
function fixedFor({ sheet, chart }: Placed) {
  const fixed = chart.filters.filter(({ parameter }) => parameter === undefined);
  if (fixed.length === 0) return [];
  const name = `${chart.id}.counts`;
  const expression = `ifelse(${fixed.map(conditionOf).join(' AND ')}, 1, 0)`;
  const filter = {
    NumericEqualityFilter: {
      FilterId: name.replace('.', '-'),
      Column: columnOf(chart.dataset, name),
      MatchOperator: 'EQUALS',
      Value: 1,
      NullOption: 'NON_NULLS_ONLY',
    },
  };
  const field = { DataSetIdentifier: chart.dataset, Name: name, Expression: expression };
  return [{ field, group: groupOf(`${chart.id}-counts`, filter, [{ sheet, chart }], false) }];
}

function groupOf(id: string, filter: unknown, uses: readonly Placed[], isAcross: boolean) {
  const sheets = [...new Set(uses.map(({ sheet }) => sheet))];
  return {
    FilterGroupId: `group-${id}`,
    Filters: [filter],
    ScopeConfiguration: {
      SelectedSheets: {
        SheetVisualScopingConfigurations: sheets.map((sheet) => ({
          SheetId: sheet,
          Scope: 'SELECTED_VISUALS',
          VisualIds: uses.filter((use) => use.sheet === sheet).map(({ chart }) => chart.id),
        })),
      },
    },
    Status: 'ENABLED',
    CrossDataset: isAcross ? 'ALL_DATASETS' : 'SINGLE_DATASET',
  };
}

function conditionOf(filter: FilterField): string {
  const own = inExpression(filter.column);
  const literal = (value: FilterValue) => literalOf(value, filter.type);
  if (filter.is_null !== undefined) return `${filter.is_null ? 'isNull' : 'isNotNull'}(${own})`;
  if (filter.in !== undefined) return `(${filter.in.map((value) => `${own} = ${literal(value)}`).join(' OR ')})`;
  if (filter.not_in !== undefined)
    return `(isNull(${own}) OR (${filter.not_in.map((value) => `${own} <> ${literal(value)}`).join(' AND ')}))`;
  if (filter.at_least !== undefined) return `${own} >= ${literal(filter.at_least)}`;
  return filter.at_most === undefined ? 'true' : `${own} <= ${literal(filter.at_most)}`;
}

// https://docs.aws.amazon.com/quicksight/latest/user/calculated-field-reference.html
function literalOf(value: FilterValue, type: FilterField['type']): string {
  if (typeof value !== 'string') return String(value);
  const quoted = `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (type === 'date') return `parseDate(${quoted}, 'yyyy-MM-dd')`;
  if (type !== 'timestamp') return quoted;
  return `parseDate(${quoted}, '${value.length > 10 ? 'yyyy-MM-dd HH:mm:ss' : 'yyyy-MM-dd'}')`;
}
