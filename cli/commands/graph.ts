import { writeFile } from 'node:fs/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { lookAtCopies } from '../copies/open-copies.ts';
import { around, type Graph, graphOf, shortName } from '../graph/graph.ts';
import { jsonOfGraph, renderGraph } from '../graph/render.ts';
import { statesOf } from '../graph/state.ts';
import { copiesIn, findDeclared, readDeclared } from '../jobs/declared.ts';
import { readTables } from '../jobs/missing.ts';
import { createReader, placeOf } from '../jobs/place.ts';
import { survey } from '../jobs/survey.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { count } from '../terminal/count.ts';
import { write } from '../terminal/output.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type GraphFlags = TargetFlags & { readonly svg?: string | undefined; readonly json?: true | undefined };

/** The newest statement may be the one that runs; before it is one that has ended. */
const untilLast = 3;
const usualWidth = 100;

/** `lake graph [NAME]`: what is made of what, and how it stands. */
export async function graph(name: string | undefined, flags: GraphFlags): Promise<number> {
  const declared = readDeclared();
  const all = graphOf(declared);
  const nodes = name === undefined ? all.nodes : around(all, nameIn(name, all, declared));
  const wanted = new Set(nodes.map((node) => node.name));
  const target = targetOf(flags);
  const { prefix, lakeDatabase: lake, rawDatabase: raw } = await namesOf(target);
  const client = new DynamoDBClient(target.client);
  const now = Date.now();
  const seen = await survey(
    declared,
    declared.filter((each) => wanted.has(each.name)),
    {
      open: (service) => createReader(client, placeOf(service, { prefix, stage: target.stage })),
      now,
      most: untilLast,
    },
  );
  for (const error of seen.missing) process.stderr.write(`lake graph: ${error.message}\n`);
  if (seen.looks.length === 0 && seen.missing.length > 0) return exitCodes.failed;
  const looks = new Map(seen.looks.map((look) => [look.target.name, look]));
  const leaving = copiesIn(declared).filter((each) => wanted.has(each.name));
  const copies = new Map((await lookAtCopies(leaving, flags, seen.missing)).map((look) => [look.target.name, look]));
  const tables = await readTables(new GlueClient(target.client), { lake, raw });
  const states = statesOf(nodes, { looks, standings: seen.standings, tables, copies });
  if (flags.svg !== undefined) {
    const { svgOf } = await import('../graph/svg.ts');
    const title = `${name ?? 'All tables'} of the lake ${prefix}, stage ${target.stage}`;
    await save(flags.svg, svgOf(states, { now, title }));
    if (!flags.json) await write(process.stdout, `${count(states.length, 'table')} drawn in ${flags.svg}\n`);
  }
  if (flags.json) await write(process.stdout, jsonOfGraph(states));
  else if (flags.svg === undefined) await write(process.stdout, renderGraph(states, { now, ...room() }));
  return exitCodes.done;
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

function room() {
  const { isTTY, columns } = process.stdout;
  return { isTerminal: isTTY, width: isTTY ? columns || 80 : usualWidth };
}

async function save(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The picture cannot be written: ${reason}`, { cause });
  });
}
