import type { ColumnType } from '../../src/core/header/columns.ts';
import { dimensionsOf, measuresOf, type PlacedDimension } from './fields.ts';
import type { Filter, FilterValue, Parameter } from './filter.ts';
import type { Aggregate } from './measure.ts';
import type { PlacedDashboard } from './read-dashboard.ts';
import { findColumn, type Tables, unknownTable } from './tables.ts';
import type { Visual } from './visual.ts';

type Path = readonly PropertyKey[];

type Subject = {
  readonly file: PlacedDashboard;
  readonly tables: Tables;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly visual: Visual;
  /** Of the visual in its file. */
  readonly path: Path;
};

export type FieldChecks = {
  readonly mistakes: readonly string[];
  /** Of a column of the visual's table; undefined where it is not there. */
  readonly typeOf: (column: string) => ColumnType | undefined;
};

/** Whether a chart's columns are there, and of types with which what is asked of them can be done. */
export function fieldChecks(subject: Subject): FieldChecks {
  const { file, tables, visual, path } = subject;
  const { dataset } = visual;
  const typeOf = (column: string) => {
    const found = findColumn(tables, dataset, column);
    return found !== undefined && 'type' in found ? found.type : undefined;
  };
  const tell = ({ at, what }: Wrong) => `${file.at([...path, ...at])}: ${[...path, ...at].join('.')}: ${what}`;
  const missing = unknownTable(tables, dataset);
  if (missing !== undefined) return { mistakes: [tell({ at: ['dataset'], what: missing })], typeOf };
  const wrong = [
    ...wrongDimensions(subject, typeOf),
    ...wrongMeasures(subject, typeOf),
    ...wrongFilters(subject, typeOf),
  ];
  return { mistakes: wrong.map(tell), typeOf };
}

type Wrong = { readonly at: Path; readonly what: string };
type TypeOf = FieldChecks['typeOf'];

function wrongColumn({ tables, visual }: Subject, column: string): string | undefined {
  const found = findColumn(tables, visual.dataset, column);
  return found !== undefined && 'mistake' in found ? found.mistake : undefined;
}

function wrongDimensions(subject: Subject, typeOf: TypeOf): readonly Wrong[] {
  const all = dimensionsOf(subject.visual);
  const twice = all.filter(({ dimension }, at) => all.findIndex((each) => isSame(each.dimension, dimension)) !== at);
  return [
    ...all.flatMap(({ dimension, path: at, role }) => {
      const what =
        wrongColumn(subject, dimension.column) ??
        wrongDimension(dimension, typeOf(dimension.column), isCompared(subject, role));
      return what === undefined ? [] : [{ at, what }];
    }),
    ...twice.map(({ path: at, dimension }) => ({
      at,
      what: `${dimension.column} is a dimension of this chart already`,
    })),
  ];
}

function isSame(a: PlacedDimension['dimension'], b: PlacedDimension['dimension']): boolean {
  return a.column === b.column && a.grain === b.grain;
}

function isCompared({ visual }: Subject, role: PlacedDimension['role']): boolean {
  return visual.type === 'kpi' && role === 'dimension';
}

function wrongDimension(
  { column, grain }: PlacedDimension['dimension'],
  type: ColumnType | undefined,
  isComparison: boolean,
): string | undefined {
  if (type === undefined) return undefined;
  if (type.startsWith('map<')) return `${column} is of type ${type}, which rows cannot be gathered by`;
  const isTime = type === 'date' || type === 'timestamp';
  if (grain !== undefined && !isTime) return `${column} is of type ${type}: \`grain\` is of dates and timestamps`;
  if (grain === 'hour' && type === 'date') return `${column} is a date, which has no hours`;
  if (isComparison && !isTime)
    return `${column} is of type ${type}: what is compared with the time before has a date or timestamp`;
  return undefined;
}

function wrongMeasures(subject: Subject, typeOf: TypeOf): readonly Wrong[] {
  const all = measuresOf(subject.visual);
  const isSplit = dimensionsOf(subject.visual).some(({ role }) => role === 'series');
  if (isSplit && all.length > 1)
    return [
      { at: ['measures'], what: 'a chart with a `series` shows one measure: leave out the series, or the others' },
    ];
  return all.flatMap(({ measure: { value }, path: at }) =>
    [value, ...(value.per === undefined ? [] : [value.per])].flatMap((each) => {
      if (each.column === '*') return [];
      const what =
        wrongColumn(subject, each.column) ?? wrongAggregate(each, typeOf(each.column), value.per !== undefined);
      return what === undefined ? [] : [{ at, what }];
    }),
  );
}

function wrongAggregate(
  { aggregate, column }: Aggregate,
  type: ColumnType | undefined,
  isPart: boolean,
): string | undefined {
  if (type === undefined) return undefined;
  const isCount = aggregate === 'count' || aggregate === 'count_distinct';
  if (isCount) return type.startsWith('map<') ? `${column} is of type ${type}, which cannot be counted` : undefined;
  if (isNumber(type)) return undefined;
  // QuickSight's charts show numbers alone, so that the least text or the newest day is none.
  return `${column} is of type ${type}: ${aggregate} is of numbers${isPart ? ', and so are parts of each other' : ''}`;
}

function isNumber(type: ColumnType): boolean {
  return ['int', 'bigint', 'double'].includes(type) || type.startsWith('decimal(');
}

function wrongFilters(subject: Subject, typeOf: TypeOf): readonly Wrong[] {
  return (subject.visual.filters ?? []).flatMap((filter, index) => {
    const type = typeOf(filter.column);
    const what =
      wrongColumn(subject, filter.column) ??
      (type && (wrongParameter(filter, type, subject.parameters) ?? wrongValue(filter, type)));
    return what === undefined ? [] : [{ at: ['filters', index], what }];
  });
}

function wrongParameter(
  { parameter: name, column }: Filter,
  type: ColumnType,
  parameters: Subject['parameters'],
): string | undefined {
  if (name === undefined) return undefined;
  const parameter = parameters[name];
  if (parameter === undefined) return `there is no parameter ${name}: declare it in \`parameters\` above`;
  const isTime = type === 'date' || type === 'timestamp';
  if (parameter.type === 'date_range')
    return isTime ? undefined : `${column} is of type ${type}: ${name} is a range of days`;
  return type === 'string' ? undefined : `${column} is of type ${type}: ${name} is a choice of texts`;
}

function wrongValue(filter: Filter, type: ColumnType): string | undefined {
  const values = [filter.in ?? [], filter.not_in ?? [], filter.at_least ?? [], filter.at_most ?? []].flat();
  const wrong = values.find((value) => !suits(value, type));
  if (wrong !== undefined) return `${filter.column} is of type ${type}, which ${JSON.stringify(wrong)} is none of`;
  const isOrdered = isNumber(type) || type === 'date' || type === 'timestamp';
  const bounds = filter.at_least ?? filter.at_most;
  return bounds !== undefined && !isOrdered
    ? `${filter.column} is of type ${type}: at_least and at_most are of numbers and times`
    : undefined;
}

function suits(value: FilterValue, type: ColumnType): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  if (isNumber(type)) return typeof value === 'number' && Number.isFinite(value);
  if (type === 'string') return typeof value === 'string';
  if (type.startsWith('map<')) return false;
  return typeof value === 'string' && isMoment(value, type);
}

function isMoment(text: string, type: ColumnType): boolean {
  const shape = type === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/;
  if (!shape.test(text)) return false;
  const at = new Date(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : 'T00:00:00Z'}`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 10));
}
