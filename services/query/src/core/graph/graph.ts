import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import type { Declaration } from '../declaration/declaration.ts';
import { qualified, type TableName } from '../table-name.ts';
import { cyclesOf, type Edges } from './cycles.ts';

/** What the files of this service are to each other, by names. */
export type Graph = {
  readonly declarations: ReadonlyMap<string, Declaration>;
  /** Which of them each comes after. */
  readonly edges: Edges;
};

export function graphOf(all: readonly Declaration[]): Graph {
  const declarations = new Map(all.map((each) => [each.name, each]));
  const isOwn = ({ database, table }: TableName) => database === 'lake' && declarations.has(table);
  const edges = all.map(({ name, after }) => [name, after.filter(isOwn).map(({ table }) => table)] as const);
  return { declarations, edges: new Map(edges) };
}

/** Cycles, and tables whose names are nearly those of a dataset or view of this service. */
export function graphMistakes(graph: Graph): readonly string[] {
  return [...cycleMistakes(graph), ...[...graph.declarations.values()].flatMap((each) => unknownTables(each, graph))];
}

function cycleMistakes({ declarations, edges }: Graph): readonly string[] {
  return cyclesOf(edges).map((cycle) => {
    const [first = '', second = ''] = cycle;
    const what = cycle.length === 2 ? 'it reads itself' : `they wait for each other: ${cycle.join(' → ')}`;
    return `${referencePlace(declarations.get(first), second)}: ${what}`;
  });
}

/** Where a file says that it comes after a table. */
function referencePlace(declaration: Declaration | undefined, table: string): string {
  const read = declaration?.tables.find((each) => each.database === 'lake' && each.table === table);
  if (declaration === undefined) return table;
  const { header, placeOf } = declaration;
  return read === undefined || header.data.after !== undefined ? header.at(['after']) : placeOf(read);
}

/** Nobody knows here which tables other services have; but what is nearly a name of ours is meant to be it, unless `after` says it again. */
function unknownTables({ tables, after, header, placeOf }: Declaration, { declarations }: Graph): readonly string[] {
  const names = [...declarations.keys()];
  const nearTo = ({ database, table }: TableName) =>
    database === 'raw' || declarations.has(table) ? undefined : nearMiss(table, names);
  const isSaid = (table: TableName) =>
    header.data.after !== undefined && after.some((each) => qualified(each) === qualified(table));
  const inSql = tables
    .filter((table) => !isSaid(table) && nearTo(table) !== undefined)
    .map(
      (read) =>
        `${placeOf(read)}: no dataset or view is called ${read.table}: did you mean ${nearTo(read)}? A table of another service is to be named in after, too`,
    );
  const isRead = (table: TableName) => tables.some((each) => qualified(each) === qualified(table));
  const inHeader = (header.data.after ?? []).flatMap((table, at) =>
    isRead(table) || nearTo(table) === undefined
      ? []
      : [
          `${header.at(['after', at])}: after.${at}: no dataset or view is called ${table.table}: did you mean ${nearTo(table)}?`,
        ],
  );
  return [...inSql, ...inHeader];
}
