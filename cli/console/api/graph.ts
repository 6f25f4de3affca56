import { readGraph } from '../../graph/read-graph.ts';
import { graphAsJson } from '../../graph/render.ts';
import { tellState } from '../../graph/state.ts';
import type { Answering } from '../api.ts';

/** `graph[/NAME]`: what `lake graph [NAME] --json` tells, each node with its words, and beside them which services are not there. */
export const graph: Answering = async ({ target, path: [name] }) => {
  const now = Date.now();
  const { nodes, missing } = await readGraph(target, name, now);
  const told = graphAsJson(nodes).nodes.map((node, at) => {
    const seen = nodes[at];
    return { ...node, told: seen === undefined ? '' : tellState(seen, now) };
  });
  return { nodes: told, notDeployed: missing.map(({ message }) => message) };
};
