/** What `/_lake/api/graph` gives of a lake with many datasets, each of which reads some tables and mostly another dataset. */
export function largeGraph(datasets: number, tables: number) {
  const node = (name: string, kind: string, reads: readonly string[]) => ({
    ...{ name, service: kind === 'table' ? null : 'query', kind, state: kind === 'table' ? 'read' : 'fresh' },
    ...{ madeAt: null, told: kind === 'table' ? '' : 'fresh, 3 min ago', reads, missing: [], layer: 0 },
  });
  const table = (at: number) => `raw.events_${(at * 7919) % tables}`;
  const nodes = [
    ...Array.from({ length: tables }, (_, at) => node(`raw.events_${at}`, 'table', [])),
    ...Array.from({ length: datasets }, (_, at) => {
      const another = at % 4 === 0 ? [] : [`dataset_${Math.floor(at / 2)}`];
      return node(`dataset_${at}`, 'dataset', [...another, table(at * 3), table(at * 3 + 1), table(at * 3 + 2)]);
    }),
  ];
  return { nodes, notDeployed: [] };
}
