import { by } from './by.ts';
import type { Flow, FlowEdge } from './flow.ts';
import type { FlowNode } from './nodes.ts';

/** So many of one sort are drawn as one. */
const fewest = 4;

export type Grouped = {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** All that could be folded, whether it is or not. */
  readonly groups: readonly FlowNode[];
};

/** The same flow with many of one sort drawn as one, but for those groups that are open. Numbers and names of what is folded are its members'. */
export function grouped(flow: Flow, isOpen: (group: string) => boolean): Grouped {
  const groups = groupsOf(flow);
  const folded = groups.filter(({ id }) => !isOpen(id));
  const groupOf = new Map(folded.flatMap((group) => (group.members ?? []).map((member) => [member, group])));
  const nodes = [...new Set(flow.nodes.map((node) => groupOf.get(node.id) ?? node))];
  const idOf = (id: string) => groupOf.get(id)?.id ?? id;
  const edges = flow.edges
    .map((edge) => ({ ...edge, from: idOf(edge.from), to: idOf(edge.to) }))
    .filter(({ from, to }) => from !== to);
  const together = by(edges, ({ from, to }) => `${from}\n${to}`);
  return { nodes, edges: [...together.values()].flatMap(asOne), groups };
}

function asOne(edges: readonly FlowEdge[]): readonly FlowEdge[] {
  const [first] = edges;
  return first === undefined ? [] : [{ ...first, by: [...new Set(edges.flatMap((edge) => edge.by))] }];
}

function groupsOf(flow: Flow): readonly FlowNode[] {
  const into = by(flow.edges, ({ to }) => to);
  const scheduled = new Set(scheduledOnly(flow, into));
  const sortOf = (node: FlowNode) =>
    scheduled.has(node.id) ? 'functions run by the clock' : sortOfTable(node, into, flow);
  const sorts = by(flow.nodes, sortOf);
  return [...sorts].flatMap(([sort, members]) => {
    if (sort === undefined || members.length < fewest) return [];
    const title = `${countOf(members)} ${sort}`;
    return [{ id: `group:${sort}`, kind: 'group' as const, name: sort, title, members: members.map(({ id }) => id) }];
  });
}

/** Of queues and what reads them, the functions are counted. */
function countOf(members: readonly FlowNode[]): number {
  const functions = members.filter(({ kind }) => kind === 'function').length;
  return functions > 0 ? functions : members.length;
}

type Edges = ReadonlyMap<string, readonly FlowEdge[]>;

/** Queues into which nothing but schedules puts anything, and the functions that read nothing else. */
function scheduledOnly({ nodes }: Flow, into: Edges): readonly string[] {
  const queues = nodes.filter(
    ({ id, kind, schedules }) => kind === 'queue' && schedules !== undefined && !into.has(id),
  );
  const ids = new Set(queues.map(({ id }) => id));
  const readers = nodes.filter(({ id, kind }) => {
    const sources = into.get(id) ?? [];
    return kind === 'function' && sources.length > 0 && sources.every(({ from }) => ids.has(from));
  });
  return [...ids, ...readers.map(({ id }) => id)];
}

/** What sort of table it is: views, datasets of one layer, what lies under one prefix, or what the same functions write. */
function sortOfTable({ id, kind, service, table, declared }: FlowNode, into: Edges, flow: Flow): string | undefined {
  if (kind === 'view') return 'views';
  if (table === undefined) return undefined;
  if (kind === 'dataset') return `datasets of ${service ?? 'nobody'}, layer ${declared?.layer ?? 0}`;
  const from = (into.get(id) ?? []).map((edge) => edge.from);
  const places = from.filter((each) => each.startsWith('objects:')).map((each) => each.slice('objects:'.length));
  if (places.length > 0) return `tables of ${places.join(', ')}`;
  if (id.startsWith('table:raw.')) return 'receipts and rejects';
  const writers = flow.nodes.filter((node) => from.includes(node.id)).map(({ title }) => title);
  return writers.length === 0 ? 'tables that nothing writes' : `tables of ${writers.toSorted().join(', ')}`;
}
