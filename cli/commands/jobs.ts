import { isCopyFailing } from '../copies/look.ts';
import { lookAtCopies } from '../copies/open-copies.ts';
import { copyAsJson, renderCopies, renderCopy } from '../copies/tell.ts';
import { graphOf, shortName, tableName } from '../graph/graph.ts';
import { lookAsJson } from '../jobs/as-json.ts';
import { copiesIn, type Declared, type DeclaredCopy, findDeclared, readDeclared } from '../jobs/declared.ts';
import { renderDetail } from '../jobs/detail.ts';
import { hasFailed, isFailing } from '../jobs/failed.ts';
import { flagsOf } from '../jobs/flags.ts';
import { tellAllMissing, tellMissing } from '../jobs/missing.ts';
import { orRemoved } from '../jobs/or-removed.ts';
import { renderOverview } from '../jobs/overview.ts';
import { type JobsLake, openJobs, readJob, readJobs, readRemains, readVersions, readWhyOf } from '../jobs/read-jobs.ts';
import { tellRemains } from '../jobs/removed.ts';
import type { Survey } from '../jobs/survey.ts';
import { renderVersions, versionsAsJson } from '../jobs/versions.ts';
import { renderTableWhy, tellWhy, whyAsJson } from '../jobs/why.ts';
import { type TargetFlags, targetOf } from '../target.ts';
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
    name === undefined
      ? undefined
      : await orRemoved(name, targetOf(flags), () => findDeclared(name, [...declared, ...copies]));
  const lake = await openJobs(targetOf(flags));
  if (named === undefined) return list(declared, lake, flags);
  if (named.kind === 'copy') return tellCopyOf(named, declared, { lake, flags });
  return flags.versions ? listVersions(named, lake, flags) : tellOne(named, declared, { lake, flags });
}

function showingOf(flags: JobsFlags) {
  return { ...roomOf(process.stdout), now: Date.now(), flags: flagsOf(flags) };
}

async function list(declared: readonly Declared[], lake: JobsLake, flags: JobsFlags): Promise<number> {
  const showing = { ...showingOf(flags), because: flags.why };
  const all = await readJobs(declared, lake, showing.now);
  const { seen } = all;
  const looks = flags.failed ? all.looks.filter(isFailing) : all.looks;
  const copies = flags.failed ? all.copies.filter(isCopyFailing) : all.copies;
  const remains = flags.failed ? [] : await readRemains(seen, lake);
  const gone = remains.map(({ removedAt, ...rest }) => ({ ...rest, removedAt: new Date(removedAt).toISOString() }));
  const lines = [...looks.map((look) => lookAsJson(look, false)), ...copies.map(copyAsJson), ...gone].map(lineOf);
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
  { lake, flags }: { readonly lake: JobsLake; readonly flags: JobsFlags },
): Promise<number> {
  if (flags.versions)
    throw new UsageError(`${named.name} is no dataset: of which version its rows are is not remembered.`);
  const [look] = await lookAtCopies([named], lake.target);
  if (look === undefined) throw new Error(`Nothing is known of ${named.name}.`);
  const why = flags.why ? await readWhyOf(named.name, declared, lake) : undefined;
  const { now } = showingOf(flags);
  const reads = why === undefined ? [] : tellWhy(why, now).map((line) => `${line}\n`);
  await write(
    process.stdout,
    flags.json ? lineOf(copyAsJson(look)) : [renderCopy(look, showingOf(flags)), ...reads].join(''),
  );
  return exitCodes.done;
}

async function tellOne(
  named: Declared,
  declared: readonly Declared[],
  { lake, flags }: { readonly lake: JobsLake; readonly flags: JobsFlags },
): Promise<number> {
  const showing = showingOf(flags);
  const most = flags.failed ? mostSearched : flags.most;
  const found = await readJob(named, declared, lake, { now: showing.now, most });
  const log = flags.failed ? found.log.filter(hasFailed).slice(0, flags.most) : found.log;
  const look = { ...found, log };
  const why = flags.why ? await readWhyOf(named.name, declared, lake) : undefined;
  await write(
    process.stdout,
    flags.json
      ? lineOf(lookAsJson(look, true, why))
      : renderDetail(look, {
          ...showing,
          missing: tellMissing(look, declared),
          ...(why === undefined ? {} : { why }),
        }),
  );
  return exitCodes.done;
}

/** It stands in no file of its own, but in what others read. */
function isOnlyRead(name: string, declared: readonly Declared[]): boolean {
  const node = graphOf(declared).nodes.find((each) => tableName(each.name) === tableName(name));
  return node !== undefined && node.declared === undefined;
}

async function whyOfTable(name: string, declared: readonly Declared[], flags: JobsFlags): Promise<number> {
  const short = shortName(name);
  const why = await readWhyOf(short, declared, await openJobs(targetOf(flags)));
  const json = lineOf({ table: short, why: whyAsJson(why) });
  await write(process.stdout, flags.json ? json : renderTableWhy(short, why, Date.now()));
  return exitCodes.done;
}

async function listVersions(named: Declared, lake: JobsLake, flags: JobsFlags): Promise<number> {
  if (named.kind !== 'dataset')
    throw new UsageError(`${named.name} is no dataset: of which version its rows are is not remembered.`);
  const versions = await readVersions(named, lake);
  const { name } = named;
  await write(
    process.stdout,
    flags.json ? lineOf(versionsAsJson(name, versions)) : renderVersions(name, versions, showingOf(flags)),
  );
  return exitCodes.done;
}

function endOf({ looks, missing }: Survey): number {
  for (const error of missing) process.stderr.write(`lake jobs: ${error.message}\n`);
  return looks.length === 0 && missing.length > 0 ? exitCodes.failed : exitCodes.done;
}

function lineOf(told: object): string {
  return `${JSON.stringify(told)}\n`;
}
