import { readDeclaration } from '../src/core/declaration/read-declaration.ts';
import { type Graph, graphOf } from '../src/core/graph/graph.ts';
import { inOrder, MistakesError } from '../src/core/mistakes.ts';
import { readHeaders } from '../src/read-headers.ts';

/** The datasets and views that dashboards can show. Throws MistakesError for files that cannot be read: what they give nobody knows. */
export function readGraph(service: string): Graph {
  const read = readHeaders(service).map(readDeclaration);
  const unread = read.flatMap(({ declaration, mistakes }) => (declaration === undefined ? mistakes : []));
  if (unread.length > 0) throw new MistakesError(inOrder(unread));
  return graphOf(read.flatMap(({ declaration }) => declaration ?? []));
}
