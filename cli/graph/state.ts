import type { Standing } from '@tributary/shared/jobs/lineage.ts';
import { type CopyLook, standingOf } from '../copies/look.ts';
import { isFailing } from '../jobs/failed.ts';
import { isUpkeep } from '../jobs/lanes.ts';
import type { Look } from '../jobs/look.ts';
import { span } from '../terminal/span.ts';
import type { GraphNode } from './graph.ts';

/**
 * `fresh`: made after all that it reads. `behind`: what it reads was made later, or is behind itself. `held`: what it waits for is upstream.
 * `new`: nothing has been made of it. `read`: no file declares it.
 */
export type State = 'fresh' | 'behind' | 'runs' | 'waits' | 'held' | 'failed' | 'new' | 'read';

export type SeenNode = GraphNode & {
  readonly state: State;
  /** When its rows, or the view, were last made (epoch ms). */
  readonly freshAt: number | undefined;
};

export type Seen = {
  readonly looks: ReadonlyMap<string, Look>;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly copies?: ReadonlyMap<string, CopyLook>;
};

/** How each node stands, those first that others read. */
export function statesOf(
  nodes: readonly GraphNode[],
  { looks, standings, copies = new Map() }: Seen,
): readonly SeenNode[] {
  const seen = new Map<string, SeenNode>();
  for (const node of nodes) {
    const copy = copies.get(node.name);
    const above = node.reads.flatMap((name) => seen.get(name) ?? []);
    if (copy !== undefined) {
      seen.set(node.name, { ...node, freshAt: copy.state.done?.at, state: ofCopy(copy, above) });
      continue;
    }
    const freshAt = standings.get(node.name)?.freshAt;
    const look = looks.get(node.name);
    const state = look === undefined ? undefined : atWork(look);
    seen.set(node.name, { ...node, freshAt, state: state ?? atRest(node, freshAt, above) });
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

/** `fresh, 3 min ago`; empty of what is only read. */
export function tellState({ state, freshAt }: SeenNode, now: number): string {
  if (state === 'read') return '';
  return freshAt === undefined ? state : `${state}, ${state === 'fresh' ? '' : 'made '}${span(now - freshAt)} ago`;
}
