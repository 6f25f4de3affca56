import type { Edges } from './cycles.ts';

/** Of each node, how many others lie at most between it and what none of them makes; of a graph without cycles. */
export function layersOf(edges: Edges): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  for (const node of edges.keys()) layerOf(node, edges, layers);
  return layers;
}

function layerOf(node: string, edges: Edges, layers: Map<string, number>): number {
  const known = layers.get(node);
  if (known !== undefined) return known;
  const below = (edges.get(node) ?? []).map((next) => layerOf(next, edges, layers) + 1);
  const layer = Math.max(0, ...below);
  layers.set(node, layer);
  return layer;
}
