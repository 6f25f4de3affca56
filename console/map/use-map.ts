import { useMemo, useRef } from 'preact/hooks';
import type { Metric } from '../aws/monitoring.ts';
import type { Lake } from '../lake/names.ts';
import { type Asked, useAsked } from '../parts/use-asked.ts';
import type { Deployed, Naming } from './deployed.ts';
import { type Flow, flowOf } from './flow.ts';
import { type Grouped, grouped } from './grouped.ts';
import { look, writtenMetrics } from './look.ts';
import { readDeployed, readTables } from './read-deployed.ts';
import { type Seen, type Standing, standingOf, standingOfMany } from './standing.ts';

export type TheMap = {
  readonly lake: Lake;
  readonly flow: Flow;
  readonly shown: Grouped;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly seen: ReadonlyMap<string, Seen>;
  /** Since when is counted, in milliseconds. */
  readonly from: number;
  readonly numbers: Asked<ReadonlyMap<string, Seen>>;
};

const every = { deployedMs: 60_000, tablesMs: 10_000, numbersMs: 3_000 };
const before = 15 * 60_000;
/** Then counting begins again, so that a page left open does not ask for days. */
const longest = 60 * 60_000;

/** The flow as it is deployed, and how it stands, asked again while the page is looked at. */
export function useMap(open: ReadonlySet<string>): Asked<unknown> & { readonly map: TheMap | undefined } {
  const whole = useAsked(readDeployed, [], { everyMs: every.deployedMs });
  const lake = whole.value?.lake;
  const tables = useAsked(async () => lake && changing(lake), [lake === undefined], { everyMs: every.tablesMs });
  const text = JSON.stringify([whole.value?.deployed, tables.value?.tables]);
  const flow = useMemo(
    () => lake && whole.value && flowOf(together(whole.value.deployed, tables.value?.tables), namingOf(lake)),
    [text],
  );
  const shown = useMemo(() => flow && grouped(flow, (id) => open.has(id)), [flow, [...open].join()]);
  const from = useFrom();
  const drawn = useMemo(() => new Set(shown?.nodes.map(({ id }) => id)), [shown]);
  const numbers = useAsked(
    async () => {
      if (flow === undefined || lake === undefined) return new Map<string, Seen>();
      return look({ flow, drawn, written: tables.value?.written ?? [], bus: lake.names.bus, from }, Date.now());
    },
    [flow === undefined, [...open].join()],
    { everyMs: every.numbersMs },
  );
  const seen = useKept(numbers.value);
  const standings = useStandings(flow, shown, seen);
  const map = lake && flow && shown && { lake, flow, shown, standings, seen, from, numbers };
  return { ...whole, map };
}

async function changing(
  lake: Lake,
): Promise<{ readonly tables: Pick<Deployed, 'tables' | 'graph'>; readonly written: readonly Metric[] }> {
  const [tables, written] = await Promise.all([readTables(lake), writtenMetrics(lake.names.prefix, lake.stage)]);
  return { tables, written };
}

function together(deployed: Deployed, tables: Pick<Deployed, 'tables' | 'graph'> | undefined): Deployed {
  return tables === undefined ? deployed : { ...deployed, ...tables };
}

function namingOf({ stage, names }: Lake): Naming {
  const { prefix, rawBucket, rawDatabase, lakeDatabase } = names;
  return { prefix, stage, rawBucket, rawDatabase, lakeDatabase };
}

/** Whole minutes, as CloudWatch counts. */
function useFrom(): number {
  const begun = useRef(0);
  const now = Date.now();
  if (now - begun.current > longest) begun.current = Math.floor((now - before) / 60_000) * 60_000;
  return begun.current;
}

/** The last numbers, while others are asked for the first time of another picture. */
function useKept(value: ReadonlyMap<string, Seen> | undefined): ReadonlyMap<string, Seen> {
  const kept = useRef<ReadonlyMap<string, Seen>>(new Map());
  if (value !== undefined && value.size > 0) kept.current = value;
  return kept.current;
}

const unseen: Seen = { times: undefined, unit: '', failures: [], lag: undefined };

function useStandings(
  flow: Flow | undefined,
  shown: Grouped | undefined,
  seen: ReadonlyMap<string, Seen>,
): ReadonlyMap<string, Standing> {
  const last = useRef<{ readonly of: ReadonlyMap<string, Seen>; readonly before: ReadonlyMap<string, Seen> }>({
    of: seen,
    before: seen,
  });
  if (last.current.of !== seen) last.current = { of: seen, before: last.current.of };
  const earlier = last.current.before;
  return useMemo(() => {
    const nodes = [...(flow?.nodes ?? []), ...(flow?.aside ?? []), ...(flow?.dead ?? []), ...(flow?.rules ?? [])];
    const standings = new Map(
      nodes.map((node) => [node.id, standingOf(node, seen.get(node.id) ?? unseen, earlier.get(node.id)?.times)]),
    );
    for (const { id, members = [] } of shown?.groups ?? []) {
      const all = members.flatMap((member) => {
        const standing = standings.get(member);
        return standing === undefined ? [] : [{ seen: seen.get(member) ?? unseen, standing }];
      });
      standings.set(id, standingOfMany(all));
    }
    return standings;
  }, [flow, shown, seen, earlier]);
}
