import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { isCopyFailing } from '../copies/look.ts';
import { lookAtCopies } from '../copies/open-copies.ts';
import { jsonOfCopy, renderCopies, renderCopy } from '../copies/tell.ts';
import { graphOf, shortName, tableName } from '../graph/graph.ts';
import { jsonOf } from '../jobs/as-json.ts';
import {
  copiesIn,
  type Declared,
  type DeclaredCopy,
  findDeclared,
  type JobsService,
  readDeclared,
} from '../jobs/declared.ts';
import { renderDetail } from '../jobs/detail.ts';
import { hasFailed, isFailing } from '../jobs/failed.ts';
import { flagsOf } from '../jobs/flags.ts';
import type { Look } from '../jobs/look.ts';
import { missingOf, readTables, tellAllMissing, tellMissing } from '../jobs/missing.ts';
import { orRemoved } from '../jobs/or-removed.ts';
import { renderOverview } from '../jobs/overview.ts';
import { createReader, type JobsReader, placeOf } from '../jobs/place.ts';
import { remainsOf, tellRemains } from '../jobs/removed.ts';
import { type Survey, survey } from '../jobs/survey.ts';
import { jsonOfVersions, renderVersions, versionsOf } from '../jobs/versions.ts';
import { readWhy, renderTableWhy, tellWhy, whyAsJson } from '../jobs/why.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { roomOf } from '../terminal/fitting.ts';
import { write } from '../terminal/output.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type JobsFlags = TargetFlags & {
  readonly most: number;
  /** A line of JSON for each target. */
  readonly json?: true | undefined;
  readonly failed?: true | undefined;
  readonly why?: true | undefined;
  readonly versions?: true | undefined;
  /** Days. */
  readonly unused?: number | undefined;
};

/** The newest statement may be the one that runs; before it is one that has ended. */
const untilLast = 3;
/** Among so many the failed ones are looked for. */
const mostSearched = 1_000;

/** `lake jobs [NAME]`: what the statements of ingest, enrich and query do, have to do and did. */
export async function jobs(name: string | undefined, flags: JobsFlags): Promise<number> {
  if (flags.unused !== undefined) return (await import('./jobs-unused.ts')).unused(flags.unused, flags);
  if (name === undefined && flags.versions) throw new UsageError('Say of which dataset: lake jobs NAME --versions');
  const declared = readDeclared();
  if (name !== undefined && flags.why && isOnlyRead(name, declared)) return whyOfTable(name, declared, flags);
  const copies = copiesIn(declared);
  const named =
    name === undefined ? undefined : await orRemoved(name, flags, () => findDeclared(name, [...declared, ...copies]));
  const lake = await open(flags);
  if (named === undefined) return list(declared, lake, flags);
  if (named.kind === 'copy') return tellCopyOf(named, declared, { lake, flags });
  return flags.versions ? listVersions(named, lake, flags) : tellOne(named, declared, { lake, flags });
}

type Lake = {
  readonly open: (service: JobsService) => JobsReader;
  readonly glue: GlueClient;
  readonly databases: { readonly lake: string; readonly raw: string };
};

async function open(flags: TargetFlags): Promise<Lake> {
  const target = targetOf(flags);
  const { prefix, lakeDatabase: lake, rawDatabase: raw } = await namesOf(target);
  const client = new DynamoDBClient(target.client);
  return {
    open: (service) => createReader(client, placeOf(service, { prefix, stage: target.stage })),
    glue: new GlueClient(target.client),
    databases: { lake, raw },
  };
}

function showingOf(flags: JobsFlags) {
  return { ...roomOf(process.stdout), now: Date.now(), flags: flagsOf(flags) };
}

async function list(declared: readonly Declared[], lake: Lake, flags: JobsFlags): Promise<number> {
  const showing = { ...showingOf(flags), because: flags.why };
  const seen = await survey(declared, declared, { open: lake.open, now: showing.now, most: untilLast });
  const all = await lookAtCopies(copiesIn(declared), flags, seen.missing);
  const looks = await withMissing(flags.failed ? seen.looks.filter(isFailing) : seen.looks, lake);
  const copies = flags.failed ? all.filter(isCopyFailing) : all;
  const remains = flags.failed ? [] : await remainsOf(seen.removed, lake.glue, lake.databases.lake);
  const gone = remains.map(({ removedAt, ...rest }) => ({ ...rest, removedAt: new Date(removedAt).toISOString() }));
  const lines = [
    ...looks.map((look) => jsonOf(look, false)),
    ...copies.map(jsonOfCopy),
    ...gone.map((each) => `${JSON.stringify(each)}\n`),
  ];
  const nothing = flags.failed && looks.length + copies.length === 0 && seen.looks.length > 0;
  const blocks = [
    nothing ? 'Nothing is set aside, and no last statement has failed.\n' : renderOverview(looks, showing),
    copies.length === 0 ? '' : renderCopies(copies, showing),
    ...[...tellAllMissing(looks, declared), ...tellRemains(remains, showing.flags)].map((line) => `${line}\n`),
  ];
  await write(process.stdout, (flags.json ? lines : blocks).join(''));
  return endOf(seen);
}

async function tellCopyOf(
  named: DeclaredCopy,
  declared: readonly Declared[],
  { lake, flags }: { readonly lake: Lake; readonly flags: JobsFlags },
): Promise<number> {
  if (flags.versions)
    throw new UsageError(`${named.name} is no dataset: of which version its rows are is not remembered.`);
  const [look] = await lookAtCopies([named], flags);
  if (look === undefined) throw new Error(`Nothing is known of ${named.name}.`);
  const why = flags.why ? await readWhyOf(named.name, declared, lake) : undefined;
  const { now } = showingOf(flags);
  const reads = why === undefined ? [] : tellWhy(why, now).map((line) => `${line}\n`);
  await write(process.stdout, flags.json ? jsonOfCopy(look) : [renderCopy(look, showingOf(flags)), ...reads].join(''));
  return exitCodes.done;
}

async function tellOne(
  named: Declared,
  declared: readonly Declared[],
  { lake, flags }: { readonly lake: Lake; readonly flags: JobsFlags },
): Promise<number> {
  const upstream = new Set((named.upstream ?? []).map(({ target }) => target));
  const showing = showingOf(flags);
  const most = flags.failed ? mostSearched : flags.most;
  // Of what it reads, for what holds it: the log is of no interest.
  const above = declared.filter(({ name }) => upstream.has(name));
  const surveyed = await survey(declared, [named, ...above], { open: lake.open, now: showing.now, most });
  const [found] = surveyed.looks;
  if (found === undefined) throw surveyed.missing[0] ?? new Error(`Nothing is known of ${named.name}.`);
  const log = flags.failed ? found.log.filter(hasFailed).slice(0, flags.most) : found.log;
  const [look = found] = await withMissing([{ ...found, log }], lake);
  const why = flags.why ? await readWhyOf(named.name, declared, lake) : undefined;
  await write(
    process.stdout,
    flags.json
      ? jsonOf(look, true, why)
      : renderDetail(look, {
          ...showing,
          missing: tellMissing(look, declared),
          ...(why === undefined ? {} : { why }),
        }),
  );
  return exitCodes.done;
}

async function withMissing(looks: readonly Look[], { glue, databases }: Lake): Promise<readonly Look[]> {
  const tables = await readTables(glue, databases);
  return looks.map((look) => ({ ...look, missing: missingOf(look.target, tables) }));
}

async function readWhyOf(name: string, declared: readonly Declared[], lake: Lake) {
  const services = [...new Set(declared.map(({ service }) => service))];
  const seen = await survey(declared, [], { open: lake.open, now: Date.now(), most: 0, services });
  const there = services.filter((service) => !seen.missing.some((error) => error.service === service));
  return readWhy(name, there.map(lake.open), { graph: graphOf(declared), standings: seen.standings });
}

/** It stands in no file of its own, but in what others read. */
function isOnlyRead(name: string, declared: readonly Declared[]): boolean {
  const node = graphOf(declared).nodes.find((each) => tableName(each.name) === tableName(name));
  return node !== undefined && node.declared === undefined;
}

async function whyOfTable(name: string, declared: readonly Declared[], flags: JobsFlags): Promise<number> {
  const short = shortName(name);
  const why = await readWhyOf(short, declared, await open(flags));
  const json = `${JSON.stringify({ table: short, why: whyAsJson(why) })}\n`;
  await write(process.stdout, flags.json ? json : renderTableWhy(short, why, Date.now()));
  return exitCodes.done;
}

async function listVersions(named: Declared, lake: Lake, flags: JobsFlags): Promise<number> {
  if (named.kind !== 'dataset')
    throw new UsageError(`${named.name} is no dataset: of which version its rows are is not remembered.`);
  const reader = lake.open(named.service);
  const [made, standings] = [await reader.versions(named.name), await reader.standings()];
  const standing = standings.find(({ target }) => target === named.name);
  const versions = versionsOf(made, standing);
  const { name } = named;
  await write(
    process.stdout,
    flags.json ? jsonOfVersions(name, versions) : renderVersions(name, versions, showingOf(flags)),
  );
  return exitCodes.done;
}

function endOf({ looks, missing }: Survey): number {
  for (const error of missing) process.stderr.write(`lake jobs: ${error.message}\n`);
  return looks.length === 0 && missing.length > 0 ? exitCodes.failed : exitCodes.done;
}
