/** Datasets over `<source>`, by the names of the files that they are, in topological order, and what each reads of the others. */
export type Shape = {
  readonly title: string;
  readonly source: string;
  readonly layers: number;
  readonly datasets: readonly { readonly name: string; readonly file: string; readonly reads: readonly string[] }[];
};

const layers = 10;

/** One dataset a layer; with `tested` its rows are staged and audited before they are published. */
export function chain(source: string, { tested }: { readonly tested: boolean }): Shape {
  const title = `ten layers of one${tested ? ', each with a test' : ''}`;
  return shapeOf({ title, source, width: 1, header: tested ? 'data_tests: [{not_null: [n]}]\n' : '' });
}

/** Ten a layer, of which each reads two of the layer before: every one but the first is the lower end of a diamond. */
export function tens(source: string): Shape {
  return shapeOf({ title: 'ten layers of ten', source, width: 10, header: '' });
}

const kindsOfFiles: Readonly<Record<string, string>> = {
  insert_overwrite: 'materialized: incremental\npartitioned_by: day\nevent_time: day\nunique_key: day\n',
  'insert_overwrite, a test':
    'materialized: incremental\npartitioned_by: day\nevent_time: day\nunique_key: day\ndata_tests: [{not_null: [n]}]\n',
  merge:
    'materialized: incremental\nincremental_strategy: merge\npartitioned_by: day\nevent_time: day\nunique_key: day\n',
  table: 'materialized: table\n',
  'table, a test': 'materialized: table\ndata_tests: [{not_null: [n]}]\n',
};

/** One dataset of each kind, all over the source itself. */
export function kinds(source: string): Shape {
  const datasets = Object.entries(kindsOfFiles).map(([kind, header]) => {
    const name = `${source}_${kind.replaceAll(/\W+/g, '_')}`;
    const days = header.includes('event_time') ? ' WHERE {{days}}' : '';
    return { name, file: fileOf(`Of kind ${kind}`, header, `SELECT day, n FROM {{lake}}.${source}${days}`), reads: [] };
  });
  return { title: 'each kind of dataset', source, layers: 1, datasets };
}

type Plan = { readonly title: string; readonly source: string; readonly width: number; readonly header: string };

function shapeOf({ title, source, width, header }: Plan): Shape {
  const nameOf = (layer: number, at: number) => `${source}_${layer}_${at % width}`;
  const readsOf = (layer: number, at: number) => {
    if (layer === 0) return [source];
    return width === 1 ? [nameOf(layer - 1, 0)] : [nameOf(layer - 1, at), nameOf(layer - 1, at + 1)];
  };
  const incremental = 'materialized: incremental\npartitioned_by: day\nevent_time: day\nunique_key: [day]\n';
  const datasets = Array.from({ length: layers * width }, (_, index) => {
    const layer = Math.floor(index / width);
    const at = index % width;
    const reads = readsOf(layer, at);
    const rows = reads.map((table) => `SELECT day, n FROM {{lake}}.${table} WHERE {{days}}`).join(' UNION ALL ');
    const file = fileOf(`Of layer ${layer} the ${at}th`, incremental + header, rows);
    return { name: nameOf(layer, at), file, reads: reads.filter((table) => table !== source) };
  });
  return { title, source, layers, datasets };
}

function fileOf(description: string, header: string, rows: string): string {
  return `/*
description: ${description}
${header}columns: {day: date, n: bigint}
*/
SELECT day, sum(n) AS n FROM (${rows}) GROUP BY day
`;
}
