import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { lookAtCopies } from '../copies/open-copies.ts';
import { copiesIn, findDeclared, readDeclared } from '../jobs/declared.ts';
import { readTables } from '../jobs/missing.ts';
import { createReader, type NotDeployedError, placeOf } from '../jobs/place.ts';
import { survey } from '../jobs/survey.ts';
import { namesOf, type Target } from '../target.ts';
import { UsageError } from '../usage.ts';
import { around, type Graph, graphOf, shortName } from './graph.ts';
import { type SeenNode, statesOf } from './state.ts';

export type ReadGraph = {
  readonly nodes: readonly SeenNode[];
  /** Services that are not there. */
  readonly missing: readonly NotDeployedError[];
};

/** The newest statement may be the one that runs; before it is one that has ended. */
const untilLast = 3;

/** What is made of what, and how it stands; with a name only what hangs together with it. Throws UsageError where no graph has it. */
export async function readGraph(target: Target, name: string | undefined, now: number): Promise<ReadGraph> {
  const declared = readDeclared();
  const all = graphOf(declared);
  const nodes = name === undefined ? all.nodes : around(all, nameIn(name, all, declared));
  const wanted = new Set(nodes.map((node) => node.name));
  const { prefix, lakeDatabase: lake, rawDatabase: raw } = await namesOf(target);
  const client = new DynamoDBClient(target.client);
  const seen = await survey(
    declared,
    declared.filter((each) => wanted.has(each.name)),
    {
      open: (service) => createReader(client, placeOf(service, { prefix, stage: target.stage })),
      now,
      most: untilLast,
    },
  );
  const { missing, standings } = seen;
  if (seen.looks.length === 0 && missing.length > 0) return { nodes: [], missing };
  const looks = new Map(seen.looks.map((look) => [look.target.name, look]));
  const leaving = copiesIn(declared).filter((each) => wanted.has(each.name));
  const copies = new Map((await lookAtCopies(leaving, target, missing)).map((look) => [look.target.name, look]));
  const tables = await readTables(new GlueClient(target.client), { lake, raw });
  return { nodes: statesOf(nodes, { looks, standings, tables, copies }), missing };
}

/** A table that no file declares, but that is read, has a place in the graph, too. */
function nameIn(name: string, { nodes }: Graph, declared: ReturnType<typeof readDeclared>): string {
  const short = shortName(name);
  if (nodes.some((node) => node.name === short)) return short;
  const { name: found } = findDeclared(name, [...declared, ...copiesIn(declared)]);
  throw new UsageError(
    `${found} stands in no graph: its tables are those of event types. lake jobs ${found} shows it.`,
  );
}
