import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import type { CopyLook } from '../copies/look.ts';
import { lookAtCopies } from '../copies/open-copies.ts';
import { graphOf } from '../graph/graph.ts';
import { namesOf, type Target } from '../target.ts';
import { copiesIn, type Declared, type JobsService } from './declared.ts';
import type { Look } from './look.ts';
import { missingOf, readTables } from './missing.ts';
import { createReader, type JobsReader, placeOf } from './place.ts';
import { type Remains, remainsOf } from './removed.ts';
import { type Survey, survey } from './survey.ts';
import { type OfVersion, versionsOf } from './versions.ts';
import { readWhy, type Why } from './why.ts';

/** Where jobs are read, and what the catalog knows. */
export type JobsLake = {
  readonly target: Target;
  readonly open: (service: JobsService) => JobsReader;
  readonly glue: GlueClient;
  readonly databases: { readonly lake: string; readonly raw: string };
};

export async function openJobs(target: Target): Promise<JobsLake> {
  const { prefix, lakeDatabase: lake, rawDatabase: raw } = await namesOf(target);
  const client = new DynamoDBClient(target.client);
  return {
    target,
    open: (service) => createReader(client, placeOf(service, { prefix, stage: target.stage })),
    glue: new GlueClient(target.client),
    databases: { lake, raw },
  };
}

export type AllJobs = {
  readonly seen: Survey;
  readonly looks: readonly Look[];
  readonly copies: readonly CopyLook[];
};

/** The newest statement may be the one that runs; before it is one that has ended. */
const untilLast = 3;

/** All targets and copies, each with its last statements. */
export async function readJobs(declared: readonly Declared[], lake: JobsLake, now: number): Promise<AllJobs> {
  const seen = await survey(declared, declared, { open: lake.open, now, most: untilLast });
  const copies = await lookAtCopies(copiesIn(declared), lake.target, seen.missing);
  return { seen, looks: await withMissing(seen.looks, lake), copies };
}

/** What is no longer declared, and still there. */
export function readRemains({ removed }: Survey, { glue, databases }: JobsLake): Promise<readonly Remains[]> {
  return remainsOf(removed, glue, databases.lake);
}

/** One target with the newest `most` of its log. Throws NotDeployedError. */
export async function readJob(
  named: Declared,
  declared: readonly Declared[],
  lake: JobsLake,
  { now, most }: { readonly now: number; readonly most: number },
): Promise<Look> {
  const upstream = new Set((named.upstream ?? []).map(({ target }) => target));
  // Of what it reads, for what holds it: the log is of no interest.
  const above = declared.filter(({ name }) => upstream.has(name));
  const surveyed = await survey(declared, [named, ...above], { open: lake.open, now, most });
  const [found] = surveyed.looks;
  if (found === undefined) throw surveyed.missing[0] ?? new Error(`Nothing is known of ${named.name}.`);
  const [look = found] = await withMissing([found], lake);
  return look;
}

async function withMissing(looks: readonly Look[], { glue, databases }: JobsLake): Promise<readonly Look[]> {
  const tables = await readTables(glue, databases);
  return looks.map((look) => ({ ...look, missing: missingOf(look.target, tables) }));
}

/** What a table, a copy or a target hangs on, and what hangs on it. */
export async function readWhyOf(name: string, declared: readonly Declared[], { open }: JobsLake): Promise<Why> {
  const services = [...new Set(declared.map(({ service }) => service))];
  const seen = await survey(declared, [], { open, now: Date.now(), most: 0, services });
  const there = services.filter((service) => !seen.missing.some((error) => error.service === service));
  return readWhy(name, there.map(open), { graph: graphOf(declared), standings: seen.standings });
}

/** By which SQL the rows of a dataset were made. */
export async function readVersions({ service, name }: Declared, { open }: JobsLake): Promise<readonly OfVersion[]> {
  const reader = open(service);
  const [made, standings] = await Promise.all([reader.versions(name), reader.standings()]);
  return versionsOf(
    made,
    standings.find(({ target }) => target === name),
  );
}
