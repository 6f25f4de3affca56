import { createHash } from 'node:crypto';
import type { LaneLimits } from '@tributary/shared/jobs/plan-runs.ts';
import type { Lane, Target } from '@tributary/shared/jobs/target.ts';
import { createLayersWorld } from '@tributary/shared/jobs/testing/layers-world.ts';
import fc from 'fast-check';
import { type Dataset, dataset, type Grain } from '../../core/dataset.ts';
import { partitionUnits } from '../../core/units.ts';
import { passOnOf, upstreamOf } from '../../core/upstream.ts';
import { createPlan } from './plan.ts';

/** A dataset of a graph: `reads` are numbers of what stands before it, sources first; none of them has a grain that is coarser than an hour's. */
type Node = {
  readonly reads: readonly number[];
  readonly kind: Grain | 'table';
  readonly lookback: number;
  readonly every: number;
};

type Source = { readonly grain: 'hour' | 'day' };
export type Graph = { readonly sources: readonly Source[]; readonly nodes: readonly Node[] };

const node = fc.record({
  reads: fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }),
  kind: fc.constantFrom<Node['kind']>('day', 'day', 'day', 'hour', 'month', 'table'),
  lookback: fc.constantFrom(0, 0, 1),
  every: fc.constantFrom(0, 0, 60),
});

export const graphs: fc.Arbitrary<Graph> = fc.record({
  sources: fc.array(fc.record({ grain: fc.constantFrom<Source['grain']>('hour', 'day') }), {
    minLength: 1,
    maxLength: 2,
  }),
  nodes: fc.array(node, { minLength: 1, maxLength: 7 }),
});

/** When sources change. */
export const times = ['2026-11-30T05', '2026-11-30T20', '2026-12-01T05', '2026-12-02T23'] as const;

const limits: Omit<LaneLimits, 'everyMs'> = {
  maxUnits: 20,
  maxPartitions: 100,
  maxBytes: Number.POSITIVE_INFINITY,
  maxIdBytes: 100_000,
};

function datasetsOf({ sources, nodes }: Graph): readonly Dataset[] {
  const kinds: Node['kind'][] = sources.map(({ grain }) => grain);
  return nodes.map(({ reads, kind, lookback, every }, at) => {
    const read = [...new Set(reads.map((each) => each % (sources.length + at)))];
    const isFine = read.every((each) => kinds[each] === 'hour');
    const own = kind === 'hour' && !isFine ? 'day' : kind;
    kinds.push(own);
    return dataset.parse({
      table: `d${at}`,
      file: `datasets/d${at}.sql`,
      line: 1,
      description: '',
      materialized: own === 'table' ? 'table' : 'incremental',
      strategy: 'insert_overwrite',
      after: read.map((each) => nameOf(each, sources.length)),
      partition: own === 'table' ? undefined : { column: 'p', grain: own },
      lookback,
      everySeconds: every,
      key: ['p'],
      columns: { p: 'string' },
      select: '',
    });
  });
}

function nameOf(each: number, sources: number) {
  if (each < sources) return { database: 'raw', table: `s${each}` };
  return { database: 'lake', table: `d${each - sources}` };
}

export function createLayers(graph: Graph, statementsAtOnce = 3) {
  const datasets = datasetsOf(graph);
  const sources = new Map(graph.sources.map((_, at) => [`s${at}`, new Map<string, string>()]));
  const rowsOf = (table: string) => sources.get(table) ?? world.tables.get(table) ?? new Map<string, string>();
  const byName = new Map(datasets.map((each) => [each.table, each]));
  const compute = (name: string, units: readonly string[]) => {
    const of = byName.get(name);
    return of === undefined ? new Map<string, string>() : rowsBy(of, units, rowsOf);
  };
  const world = createLayersWorld({
    targets: datasets.map((each) => targetOf(each, datasets)),
    statementsAtOnce,
    compute,
    plan: (service) => createPlan({ ...service, datasets, databases: { lake: 'lake', raw: 'raw' } }),
  });
  let changes = 0;
  return {
    ...world,
    datasets,
    /** Another row of a source, and the event that tells of it. */
    change(source: number, time: string) {
      const { grain } = graph.sources[source] ?? { grain: 'day' };
      const table = `s${source}`;
      const text = grain === 'hour' ? time : time.slice(0, 10);
      changes += 1;
      sources.get(table)?.set(text, `v${changes}`);
      const [year, month, day, hour] = text.split(/[-T]/);
      const folders = `year=${year}/month=${month}/day=${day}`;
      const partitions = [grain === 'hour' ? `${folders}/hour=${hour}` : folders];
      const detail = { version: '1', database: 'raw', table, cause: 'rows', partitions };
      world.send({ id: `e${changes}`, source: 'tributary.catalog', 'detail-type': 'Table Updated', detail });
    },
    /** Has a dataset computed anew, behind all else. */
    async fill(name: string) {
      const reason = { stamp: `fill ${world.now()}`, since: world.now(), why: ['filled'], now: world.now() };
      await world.store.addUnits(name, partitionUnits(['2026-11-30', '2026-12-01'], { ...reason, lane: 'backfill' }));
      world.send({ advance: name });
    },
    /** What each dataset is to be in the end. */
    expected() {
      const tables = new Map<string, ReadonlyMap<string, string>>();
      const read = (table: string) => sources.get(table) ?? tables.get(table) ?? new Map<string, string>();
      for (const each of datasets) tables.set(each.table, present(rowsBy(each, ['all'], read)));
      return tables;
    },
  };
}

export type Layers = ReturnType<typeof createLayers>;

function targetOf(of: Dataset, all: readonly Dataset[]): Target {
  const lane = (name: 'write' | 'backfill'): Lane => ({
    limits: { ...limits, everyMs: (of.everySeconds ?? 0) * 1_000 },
    statement: (units) => `write ${of.table} ${units.map(({ id }) => id).join(',')}`,
    update: () => ({ cause: 'rows' }),
    passOn: passOnOf(of, all, name),
  });
  return {
    name: of.table,
    digest: 'd',
    lanes: { write: lane('write'), backfill: { ...lane('backfill'), yields: true } },
    upstream: upstreamOf(of, all),
  };
}

type Read = (table: string) => ReadonlyMap<string, string>;

/** Of each partition a digest of all that its SELECT reads. */
function rowsBy(of: Dataset, units: readonly string[], read: Read): Map<string, string | undefined> {
  const inputs = of.after.flatMap(({ table }) =>
    [...read(table)].map(([partition, row]) => ({ table, partition, row })),
  );
  const grain = of.partition?.grain;
  const all =
    grain === undefined ? ['all'] : inputs.flatMap(({ partition }) => seenFrom(partition, grain, of.lookback));
  const partitions = new Set(units.includes('all') ? [...all, ...read(of.table).keys()] : units);
  return new Map(
    [...partitions].map((each) => {
      const seen = inputs.filter(({ partition }) => grain === undefined || sees(each, partition, of.lookback));
      const texts = seen.map(({ table, partition, row }) => `${table} ${partition} ${row}`).toSorted();
      const digest = createHash('sha1').update(texts.join('\n')).digest('hex').slice(0, 10);
      const isThere = grain === undefined ? seen.length > 0 : seen.some(({ partition }) => partition !== 'all');
      return [each, isThere ? digest : undefined];
    }),
  );
}

function present(rows: ReadonlyMap<string, string | undefined>): ReadonlyMap<string, string> {
  return new Map(
    [...rows].flatMap(([partition, row]) => (row === undefined ? [] : [[partition, row] as const])).toSorted(),
  );
}

const grainOf = (text: string): Grain => (text.length === 7 ? 'month' : text.length === 10 ? 'day' : 'hour');

/** The start of a partition, so many later (epoch ms). */
function startOf(text: string, later = 0): number {
  const [year = 0, month = 1, day = 1, hour = 0] = text.split(/[-T]/).map(Number);
  const grain = grainOf(text);
  const more = (of: Grain) => (of === grain ? later : 0);
  return Date.UTC(year, month - 1 + more('month'), day + more('day'), hour + more('hour'));
}

/** Whether a partition's SELECT, which looks back so many of them, reads something of another table's. */
function sees(partition: string, read: string, lookback: number): boolean {
  if (read === 'all') return true;
  return startOf(partition, -lookback) < startOf(read, 1) && startOf(read) < startOf(partition, 1);
}

/** The partitions of a grain that see one of another table's. */
function seenFrom(read: string, grain: Grain, lookback: number): readonly string[] {
  if (read === 'all') return [];
  const length = { month: 7, day: 10, hour: 13 }[grain];
  const first = new Date(startOf(read)).toISOString().slice(0, length);
  const texts: string[] = [];
  for (let later = 0; ; later += 1) {
    const text = new Date(startOf(first, later)).toISOString().slice(0, length);
    if (!sees(text, read, lookback)) return texts;
    texts.push(text);
  }
}
