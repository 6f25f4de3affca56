import { Graph, layout } from '@dagrejs/dagre';
import * as z from 'zod/mini';

export type Sized = { readonly id: string; readonly width: number; readonly height: number };
export type Between = { readonly from: string; readonly to: string };
/** Its middle, and how large it is. */
export type Box = z.infer<typeof boxSchema>;
export type Point = { readonly x: number; readonly y: number };

export type Placement = {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly edges: readonly (Between & { readonly points: readonly Point[] })[];
  readonly width: number;
  readonly height: number;
};

export type Placing = {
  /** Whether all into which nothing leads stand in the first layer, and not next to what they lead to. */
  readonly sourcesFirst?: boolean;
};

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const routeSchema = z.object({ points: z.array(z.object({ x: z.number(), y: z.number() })) });
const wholeSchema = z.object({ width: z.number(), height: z.number() });

const margin = 24;
const apart = 18;
/** Of more, the exact ranking takes over a second where a near one takes a third of it. */
const mostExact = 200;
/** What hangs on nothing is set in rows at least so wide, in pixels. */
const leastRow = 1_200;

/**
 * Where nodes and edges are drawn, in pixels, from left to right as edges go; what has no edge stands in rows beneath. Edges that begin or
 * end nowhere are left out.
 */
export function place(nodes: readonly Sized[], between: readonly Between[], how: Placing = {}): Placement {
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = between.filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to));
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const layers = placeJoined(
    nodes.filter(({ id }) => joined.has(id)),
    edges,
    how,
  );
  const alone = nodes.filter(({ id }) => !joined.has(id));
  return alone.length === 0 ? layers : withRows(layers, alone);
}

function placeJoined(nodes: readonly Sized[], edges: readonly Between[], { sourcesFirst = false }: Placing): Placement {
  if (nodes.length === 0) return { boxes: new Map(), edges: [], width: 2 * margin, height: margin };
  const graph = new Graph({ multigraph: false, compound: false });
  const ranker = nodes.length > mostExact ? 'tight-tree' : 'network-simplex';
  graph.setGraph({ rankdir: 'LR', nodesep: apart, ranksep: 70, marginx: margin, marginy: margin, ranker });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { from, to } of edges) graph.setEdge(from, to);
  if (sourcesFirst) pullToLeft(graph, nodes, edges);
  layout(graph);
  const { width, height } = wholeSchema.parse(graph.graph());
  const boxes = new Map(nodes.map(({ id }) => [id, boxSchema.parse(graph.node(id))]));
  const routes = edges.map(({ from, to }) => {
    const { points } = routeSchema.parse(graph.edge(from, to));
    return { from, to, points: fromSideToSide(points, boxes.get(from), boxes.get(to)) };
  });
  // What pulled takes room of its own at the left.
  const left = sourcesFirst ? Math.min(...[...boxes.values()].map((box) => box.x - box.width / 2)) - margin : 0;
  const moved = <T extends Point>(at: T): T => ({ ...at, x: at.x - left });
  return {
    ...{ width: width - left, height },
    boxes: new Map([...boxes].map(([id, box]) => [id, moved(box)])),
    edges: routes.map((route) => ({ ...route, points: route.points.map(moved) })),
  };
}

/** An edge leaves and enters in the middle of a side, where arrows are looked for. */
function fromSideToSide(points: readonly Point[], from: Box | undefined, to: Box | undefined): readonly Point[] {
  if (from === undefined || to === undefined) return points;
  const start = { x: from.x + from.width / 2, y: from.y };
  return [start, ...points.slice(1, -1), { x: to.x - to.width / 2, y: to.y }];
}

/** A node that is not drawn stands before those into which nothing leads, and holds them more firmly than what they lead to. */
function pullToLeft(graph: Graph, nodes: readonly Sized[], edges: readonly Between[]): void {
  const entered = new Set(edges.map(({ to }) => to));
  const root = '\0root';
  graph.setNode(root, { width: 0, height: 0 });
  for (const { id } of nodes) if (!entered.has(id)) graph.setEdge(root, id, { weight: 4 });
}

/** Beneath the layers, as many beside one another as there is room for. */
function withRows({ boxes, edges, width, height }: Placement, alone: readonly Sized[]): Placement {
  const column = Math.max(...alone.map((node) => node.width)) + apart;
  const row = Math.max(...alone.map((node) => node.height)) + apart;
  const columns = Math.min(
    alone.length,
    Math.max(1, Math.floor((Math.max(width, leastRow) - 2 * margin + apart) / column)),
  );
  const set = alone.map(({ id, ...size }, at): readonly [string, Box] => {
    const left = margin + (at % columns) * column;
    const top = height + Math.floor(at / columns) * row;
    return [id, { x: left + size.width / 2, y: top + size.height / 2, ...size }];
  });
  return {
    edges,
    boxes: new Map([...boxes, ...set]),
    width: Math.max(width, 2 * margin + columns * column - apart),
    height: height + Math.ceil(alone.length / columns) * row - apart + margin,
  };
}
