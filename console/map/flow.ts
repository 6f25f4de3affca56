import { type Arrow, arrowsOf } from './arrows.ts';
import { by } from './by.ts';
import type { Deployed, Naming } from './deployed.ts';
import { type FlowNode, nodesOf } from './nodes.ts';

export type FlowEdge = {
  readonly from: string;
  readonly to: string;
  /** Rules by which events go this way. */
  readonly by: readonly string[];
};

export type Flow = {
  /** Those that data passes, and of these the ones that it reaches first come first. */
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** Functions, and queues of theirs, that nothing deployed calls by itself. */
  readonly aside: readonly FlowNode[];
  /** Not drawn: they are on the way of their edges. */
  readonly rules: readonly FlowNode[];
  /** Queues of what was given up: not drawn, they stand with what they belong to. */
  readonly dead: readonly FlowNode[];
};

/** How data flows through what is deployed. Nothing of it is known beforehand but how things are named. */
export function flowOf(deployed: Deployed, naming: Naming): Flow {
  const all = nodesOf(deployed, naming);
  const arrows = arrowsOf(deployed, naming, all);
  const scheduled = scheduledIn(deployed, all);
  const called = reached(all, arrows, scheduled);
  const ofDead = new Set(all.flatMap(({ deadLetters }) => deadLetters ?? []));
  const rules = all.filter(({ kind }) => kind === 'rule');
  const dead = all.filter(({ id }) => ofDead.has(id));
  const isAside = ({ id, kind }: FlowNode) => (kind === 'function' || kind === 'queue') && !called.has(id);
  const aside = all.filter((node) => isAside(node) && !ofDead.has(node.id));
  const left = new Set([...aside, ...rules, ...dead].map(({ id }) => id));
  const isDrawn = ({ from, to }: Arrow) => from !== to && !left.has(from) && !left.has(to);
  const edges = merged(withoutAgain(arrows.filter(isDrawn)));
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = all.filter(({ id, kind }) => !left.has(id) && (touched.has(id) || !optional.has(kind)));
  return { nodes: inOrder(nodes, edges), edges, aside, rules, dead };
}

/** A function that puts into its own queue what it has not done yet sends it nowhere else. */
function withoutAgain(arrows: readonly Arrow[]): readonly Arrow[] {
  const reads = new Set(arrows.map(({ from, to }) => `${to}\n${from}`));
  return arrows.filter(({ from, to }) => !from.startsWith('function:') || !reads.has(`${from}\n${to}`));
}

/** Drawn only where something goes to or from them. */
const optional = new Set(['work group', 'topic', 'bus']);

/** Queues and functions that a schedule's rule calls. */
function scheduledIn({ rules }: Deployed, all: readonly FlowNode[]): ReadonlySet<string> {
  const byArn = new Map(all.flatMap(({ arn, id }) => (arn === undefined ? [] : [[arn, id]])));
  const targets = rules.filter(({ schedule, isEnabled }) => schedule !== undefined && isEnabled);
  return new Set(targets.flatMap((rule) => rule.targets.flatMap((arn) => byArn.get(arn) ?? [])));
}

/** What is called: by a schedule, or by what something else than a function of the same kind sends. */
function reached(
  all: readonly FlowNode[],
  arrows: readonly Arrow[],
  scheduled: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set(scheduled);
  const waiting = all.filter(({ id, kind }) => scheduled.has(id) || starts.has(kind)).map(({ id }) => id);
  const nexts = by(arrows, ({ from }) => from);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const { to } of nexts.get(id) ?? []) {
      if (found.has(to)) continue;
      found.add(to);
      waiting.push(to);
    }
  }
  return found;
}

/** Into which data comes from outside. */
const starts = new Set(['broker', 'log group', 'objects', 'stream', 'delivery', 'table', 'dataset', 'view']);

function merged(arrows: readonly Arrow[]): readonly FlowEdge[] {
  const together = by(arrows, ({ from, to }) => `${from}\n${to}`);
  return [...together.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const rules = [...new Set(same.flatMap((arrow) => (arrow.by === undefined ? [] : [arrow.by])))];
    return [{ from: first.from, to: first.to, by: rules }];
  });
}

/** From where nothing comes, onwards: what leads back to an earlier one is then seen as leading back. */
function inOrder(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): readonly FlowNode[] {
  const nexts = by(edges, ({ from }) => from);
  const entered = new Set(edges.map(({ to }) => to));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const order = new Set<FlowNode>();
  const sources = nodes.filter(({ id }) => !entered.has(id));
  // What lies on circles alone is begun anywhere.
  for (const beginning of [sources, ...nodes.map((node) => [node])])
    for (let front = beginning; front.length > 0; ) {
      const fresh = front.filter((node) => !order.has(node));
      for (const node of fresh) order.add(node);
      front = fresh.flatMap(({ id }) => (nexts.get(id) ?? []).flatMap(({ to }) => byId.get(to) ?? []));
    }
  return [...order];
}
