import { readDeclaration } from '../src/core/declaration/read-declaration.ts';
import { type Graph, graphOf } from '../src/core/graph/graph.ts';
import { readHeaders } from '../src/read-headers.ts';

/** The datasets and views that dashboards can show. */
export function readGraph(service: string): Graph {
  return graphOf(readHeaders(service).flatMap((file) => readDeclaration(file).declaration ?? []));
}
