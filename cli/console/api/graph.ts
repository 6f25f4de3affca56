import { readGraph } from '../../graph/read-graph.ts';
import { graphAsJson } from '../../graph/render.ts';
import type { Answering } from '../api.ts';

/** `graph[/NAME]`: what `lake graph [NAME] --json` tells, and beside it which services are not there. */
export const graph: Answering = async ({ target, path: [name] }) => {
  const { nodes, missing } = await readGraph(target, name, Date.now());
  return { ...graphAsJson(nodes), notDeployed: missing.map(({ message }) => message) };
};
