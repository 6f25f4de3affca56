import type { View } from '@tributary/shared/views/view.ts';
import type { Compiled } from './compiled.ts';
import { type Dataset, dataset } from './dataset.ts';
import type { Declaration } from './declaration/declaration.ts';
import { readDeclaration } from './declaration/read-declaration.ts';
import type { HeaderOfFile } from './declaration/read-header.ts';
import { columnMistakes } from './graph/columns.ts';
import { expandViews } from './graph/expand.ts';
import { type Graph, graphMistakes, graphOf } from './graph/graph.ts';
import { layersOf } from './graph/layers.ts';
import { inOrder, MistakesError } from './mistakes.ts';

/** Files together: their datasets and views, those first that others read. Throws MistakesError, which tells each mistake with its place. */
export function compile(files: readonly HeaderOfFile[]): Compiled {
  const read = files.map(readDeclaration);
  const graph = graphOf(read.flatMap(({ declaration }) => declaration ?? []));
  const mistakes = [
    ...namedTwice(files),
    ...read.flatMap((each) => each.mistakes),
    // Of a file that cannot be read nobody knows whether its name was meant.
    ...(graph.declarations.size === files.length ? graphMistakes(graph) : []),
    ...columnMistakes(graph),
  ];
  if (mistakes.length > 0) throw new MistakesError(inOrder(mistakes));
  const layers = layersOf(graph.edges);
  const all = [...graph.declarations.values()].toSorted(
    (a, b) => (layers.get(a.name) ?? 0) - (layers.get(b.name) ?? 0) || (a.name < b.name ? -1 : 1),
  );
  return {
    datasets: all.flatMap((each) => (each.materialized === 'view' ? [] : [compiledDataset(each, graph)])),
    views: all.flatMap((each) => (each.materialized === 'view' ? [compiledView(each)] : [])),
  };
}

/** A name stands for one thing, in whichever folder. */
function namedTwice(files: readonly HeaderOfFile[]): readonly string[] {
  return files.flatMap(({ name, file }, at) => {
    const other = files.findIndex((each) => each.name === name);
    return other === at ? [] : [`${file}:1:1: ${name} is there as ${files[other]?.file}, too: rename one of them`];
  });
}

function compiledView({ name, tables, sql }: Declaration): View {
  const reads = new Map(tables.map(({ database, table }) => [`${database}.${table}`, { database, table }]));
  return { view: name, reads: [...reads.values()], select: sql };
}

function compiledDataset(declaration: Declaration, graph: Graph): Dataset {
  const { header, name, file, begins, materialized, strategy, partition, after, tests, sql } = declaration;
  const { data } = header;
  const columns = Object.entries(data.columns ?? {});
  return dataset.parse({
    table: name,
    file,
    line: begins.line,
    description: data.description,
    owner: data.owner,
    tags: data.tags,
    materialized,
    strategy,
    after: expandViews(after, graph.declarations),
    time: data.event_time,
    partition,
    lookback: data.lookback,
    key: data.unique_key ?? [],
    everySeconds: data.every,
    schedule: data.schedule,
    onChange: data.on_change,
    fill: data.fill,
    columns: Object.fromEntries(columns.map(([column, { type }]) => [column, type])),
    sensitive: columns.filter(([, { sensitive }]) => sensitive).map(([column]) => column),
    tests: tests.map((test) => ({ name: test.name, sql: test.sql })),
    egress: data.egress,
    select: sql,
  });
}
