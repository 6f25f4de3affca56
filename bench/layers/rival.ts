import { GetQueryExecutionCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import type { BenchLake } from './lake.ts';
import type { Shape } from './shapes.ts';

/** As dbt-athena does at its fastest. */
const pollMs = 200;

/**
 * What an expert writes: the datasets' statements in topological order by Athena's API, so many datasets at once, each begun when those that it reads are
 * done; nothing is remembered, and nobody told. Gives the ids of the executions by dataset.
 */
export async function runScript(
  lake: BenchLake,
  { datasets }: Shape,
  { sqlOf, atOnce }: { readonly sqlOf: ReadonlyMap<string, readonly string[]>; readonly atOnce: number },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const done = new Map<string, readonly string[]>();
  const running = new Map<string, Promise<void>>();
  const waiting = new Map(datasets.map((dataset) => [dataset.name, dataset]));
  const begin = (name: string) => {
    waiting.delete(name);
    const run = async () => {
      const ids: string[] = [];
      for (const sql of sqlOf.get(name) ?? []) ids.push(await execute(lake, sql));
      done.set(name, ids);
      running.delete(name);
    };
    running.set(name, run());
  };
  while (waiting.size + running.size > 0) {
    const ready = [...waiting.values()].filter(({ reads }) => reads.every((name) => done.has(name)));
    for (const { name } of ready.slice(0, atOnce - running.size)) begin(name);
    await Promise.race(running.values());
  }
  return done;
}

async function execute({ athena, names }: BenchLake, QueryString: string): Promise<string> {
  const { QueryExecutionId = '' } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString,
      WorkGroup: names.workGroup,
      QueryExecutionContext: { Database: names.lakeDatabase },
    }),
  );
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return QueryExecutionId;
    if (State === 'FAILED' || State === 'CANCELLED') throw new Error(`${StateChangeReason}\n${QueryString}`);
  }
}
