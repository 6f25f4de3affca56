import { compareColumns } from '../declaration/compare-columns.ts';
import type { Declaration, Parsed } from '../declaration/declaration.ts';
import { type Analysed, analyse } from '../sql/analyse.ts';
import { type Columns, unknownColumns } from '../sql/scope.ts';
import type { Days } from '../sql/walk.ts';
import type { TableName } from '../table-name.ts';
import type { Graph } from './graph.ts';

/** Columns that SELECTs name and that are not there, those that they should give and do not, and the like; a line each. */
export function columnMistakes(graph: Graph): readonly string[] {
  const analysed = createAnalyses(graph);
  return [...graph.declarations.values()].flatMap((declaration) => {
    const { columns, mistakes } = analysed.of(declaration);
    const { placeOf, tests } = declaration;
    const inTests = tests.flatMap(({ name, parsed, placeOf: placeInTest }) => {
      const wrong = parsed === undefined ? [] : analysed.ofTest(parsed, declaration).mistakes;
      return wrong.map((each) => `${placeInTest(each)}: ${name}: ${each.message}`);
    });
    const inSelect = mistakes.map((each) => `${placeOf(each)}: ${each.message}`);
    return [...inSelect, ...compareColumns(declaration, columns), ...inTests];
  });
}

/** The columns of each dataset and view, by its header or else by its SELECT. */
export function columnsByName(graph: Graph): ReadonlyMap<string, Columns> {
  const analysed = createAnalyses(graph);
  const all = [...graph.declarations.values()];
  return new Map(all.map((each) => [each.name, headerColumns(each) ?? analysed.of(each).columns]));
}

/** Each SELECT is looked through once, and those that it reads before it. */
function createAnalyses({ declarations }: Graph) {
  const known = new Map<string, Analysed>();
  const nothing: Analysed = { tables: [], columns: unknownColumns, mistakes: [] };
  const columnsOf = ({ database, table }: TableName): Columns => {
    const declaration = database === 'lake' ? declarations.get(table) : undefined;
    if (declaration === undefined) return unknownColumns;
    return headerColumns(declaration) ?? of(declaration).columns;
  };
  const of = (declaration: Declaration): Analysed => {
    const before = known.get(declaration.name);
    if (before !== undefined) return before;
    // Views that read each other find nothing of each other.
    known.set(declaration.name, nothing);
    const own = analyse(declaration.parsed, { columnsOf, rows: undefined, days: daysOf(declaration) });
    known.set(declaration.name, own);
    return own;
  };
  const ofTest = (parsed: Parsed, declaration: Declaration): Analysed =>
    analyse(parsed, { columnsOf, rows: headerColumns(declaration), days: undefined });
  return { of, ofTest };
}

function headerColumns({ header: { data } }: Declaration): Columns | undefined {
  if (data.columns === undefined) return undefined;
  return { list: Object.entries(data.columns).map(([name, { type }]) => ({ name, type })), isOpen: false };
}

const foldersOf = {
  hour: ['year', 'month', 'day', 'hour'],
  day: ['year', 'month', 'day'],
  month: ['year', 'month'],
} as const;

function daysOf({ header: { data }, partition }: Declaration): Days | undefined {
  if (partition === undefined) return undefined;
  if (data.event_time === undefined) return { columns: foldersOf[partition.grain], types: ['string'], isTime: false };
  return { columns: [data.event_time], types: ['timestamp', 'date'], isTime: true };
}
