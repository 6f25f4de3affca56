import type { Standing } from '@tributary/shared/jobs/lineage.ts';
import { span } from '@tributary/shared/span.ts';
import { type CopyLook, standingOf } from '../copies/look.ts';
import { isFailing } from '../jobs/failed.ts';
import { isUpkeep } from '../jobs/lanes.ts';
import type { Look } from '../jobs/look.ts';
import { type GraphNode, tableName } from './graph.ts';

/**
 * `fresh`: made after all that it reads. `behind`: what it reads was made later, or is behind itself. `held`: what it waits for is upstream.
 * `new`: nothing has been made of it. `read`: no file declares it; `missing`: and it is not there yet.
 */
export type State = 'fresh' | 'behind' | 'runs' | 'waits' | 'held' | 'failed' | 'new' | 'read' | 'missing';

export type SeenNode = GraphNode & {
  readonly state: State;
  /** When its rows, or the view, were last made (epoch ms). */
  readonly freshAt: number | undefined;
  /** Of what it reads that which is not there yet. */
  readonly missing: readonly string[];
};

export type Seen = {
  readonly looks: ReadonlyMap<string, Look>;
  readonly standings: ReadonlyMap<string, Standing>;
  /** The tables and views that there are, as `lake.integration_requests`. */
  readonly tables: ReadonlySet<string>;
  readonly copies?: ReadonlyMap<string, CopyLook>;
};

/** How each node stands, those first that others read. */
export function statesOf(
  nodes: readonly GraphNode[],
  { looks, standings, tables, copies = new Map() }: Seen,
): readonly SeenNode[] {
  const seen = new Map<string, SeenNode>();
  for (const node of nodes) {
    const copy = copies.get(node.name);
    const above = node.reads.flatMap((name) => seen.get(name) ?? []);
    if (copy !== undefined) {
      seen.set(node.name, { ...node, freshAt: copy.state.done?.at, missing: [], state: ofCopy(copy, above) });
      continue;
    }
    const freshAt = standings.get(node.name)?.freshAt;
    const look = looks.get(node.name);
    const state = look === undefined ? undefined : atWork(look);
    const missing = node.reads.filter((name) => !tables.has(tableName(name)));
    const isThere = node.declared !== undefined || tables.has(tableName(node.name));
    const atLast = isThere ? atRest(node, freshAt, above) : 'missing';
    seen.set(node.name, { ...node, freshAt, missing, state: state ?? atLast });
  }
  return [...seen.values()];
}

function atWork(look: Look): State | undefined {
  const { running, due, later, held = [] } = look;
  if (isFailing(look)) return 'failed';
  if (running !== undefined && running.lane !== 'optimize' && running.lane !== 'vacuum') return 'runs';
  const waiting = [...due, ...later].filter((unit) => !isUpkeep(unit));
  if (waiting.length === 0) return undefined;
  return held.length > 0 ? 'held' : 'waits';
}

function atRest({ declared }: GraphNode, freshAt: number | undefined, above: readonly SeenNode[]): State {
  if (declared === undefined) return 'read';
  if (freshAt === undefined) return 'new';
  // A view is what it reads.
  const isView = declared.kind === 'view';
  return above.some((each) => isBehind(each, isView ? Number.POSITIVE_INFINITY : freshAt)) ? 'behind' : 'fresh';
}

/** Versions say whether it is as its dataset is: one that was made anew with the same rows leaves it as it is. */
function ofCopy(copy: CopyLook, above: readonly SeenNode[]): State {
  const standing = standingOf(copy);
  return standing === 'fresh' && above.some(({ state }) => unsettled.has(state)) ? 'behind' : standing;
}

const unsettled: ReadonlySet<State> = new Set(['behind', 'runs', 'waits', 'held', 'failed']);

function isBehind({ state, freshAt, declared }: SeenNode, than: number): boolean {
  return unsettled.has(state) || (declared?.kind !== 'view' && (freshAt ?? 0) > than);
}

/** `fresh, 3 min ago`; `new, needs raw.events_order_placed`; empty of what is only read, and there. */
export function tellState({ state, freshAt, missing }: SeenNode, now: number): string {
  if (state === 'read') return '';
  if (state === 'missing') return 'not there yet';
  const needs = missing.length === 0 ? '' : `, needs ${missing.join(', ')}`;
  return `${tellMade(state, freshAt, now)}${needs}`;
}

function tellMade(state: State, freshAt: number | undefined, now: number): string {
  return freshAt === undefined ? state : `${state}, ${state === 'fresh' ? '' : 'made '}${span(now - freshAt)} ago`;
}
