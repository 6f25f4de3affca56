import type { CopyLook } from '../../copies/look.ts';
import { lookAtCopies } from '../../copies/open-copies.ts';
import { copyAsJson, tellBehind, tellCopy, tellPlace } from '../../copies/tell.ts';
import { graphOf, tableName } from '../../graph/graph.ts';
import { lookAsJson } from '../../jobs/as-json.ts';
import { copiesIn, type Declared, type DeclaredCopy, findDeclared, readDeclared } from '../../jobs/declared.ts';
import { flagsOf } from '../../jobs/flags.ts';
import { tellMissing } from '../../jobs/missing.ts';
import { orRemoved } from '../../jobs/or-removed.ts';
import {
  type JobsLake,
  openJobs,
  readJob,
  readJobs,
  readRemains,
  readVersions,
  readWhyOf,
} from '../../jobs/read-jobs.ts';
import { tellRemains } from '../../jobs/removed.ts';
import { versionsAsJson } from '../../jobs/versions.ts';
import { whyAsJson } from '../../jobs/why.ts';
import type { Answering } from '../api.ts';
import { toldOf, toldWhole } from './told.ts';
import { whereDeployed } from './where-deployed.ts';

const usualLog = 50;
const mostLog = 500;

/** `jobs`: a line for each target and copy, as `lake jobs --json`; `jobs/NAME[?most=N]`: as `lake jobs NAME --why --json`, with versions and copies. */
export const jobs: Answering = async ({ target, path: [name], query }) => {
  const declared = readDeclared();
  const lake = await openJobs(target);
  if (name === undefined) return listed(declared, lake);
  if (isOnlyRead(name, declared)) return ofTable(name, declared, lake);
  const copies = copiesIn(declared);
  const named = await orRemoved(name, target, () => findDeclared(name, [...declared, ...copies]));
  if (named.kind === 'copy') return whereDeployed(() => ofCopy(named, declared, lake));
  const most = Math.min(mostLog, Math.max(1, Number(query.get('most')) || usualLog));
  return whereDeployed(() => ofTarget(named, declared, { lake, most }));
};

async function listed(declared: readonly Declared[], lake: JobsLake) {
  const now = Date.now();
  const { seen, looks, copies } = await readJobs(declared, lake, now);
  const remains = await readRemains(seen, lake);
  return {
    targets: looks.map((look) => ({ ...lookAsJson(look, false), ...partsOf(look.target), told: toldOf(look, now) })),
    copies: copies.map((copy) => withTold(copy, now)),
    removed: tellRemains(remains, flagsOf(lake.target)).slice(2),
    notDeployed: seen.missing.map(({ message }) => message),
  };
}

/** What the days of it are. */
function partsOf({ grain }: Declared) {
  return { grain: grain ?? null };
}

type OfTarget = { readonly lake: JobsLake; readonly most: number };

async function ofTarget(named: Declared, declared: readonly Declared[], { lake, most }: OfTarget) {
  const now = Date.now();
  const look = await readJob(named, declared, lake, { now, most });
  const why = await readWhyOf(named.name, declared, lake);
  const versions = named.kind === 'dataset' ? await readVersions(named, lake) : [];
  const copies = await lookAtCopies(
    copiesIn(declared).filter(({ copy }) => copy.dataset === named.name),
    lake.target,
  );
  return {
    ...lookAsJson(look, true, why),
    ...partsOf(named),
    told: toldWhole(look, now),
    comes: tellMissing(look, declared),
    versions: versionsAsJson(named.name, versions).versions,
    copies: copies.map((copy) => withTold(copy, now)),
  };
}

async function ofCopy(named: DeclaredCopy, declared: readonly Declared[], lake: JobsLake) {
  const [look] = await lookAtCopies([named], lake.target);
  if (look === undefined) throw new Error(`Nothing is known of ${named.name}.`);
  return {
    ...withTold(look, Date.now()),
    why: whyAsJson(await readWhyOf(named.name, declared, lake)),
  };
}

function withTold(look: CopyLook, now: number) {
  const told = { place: tellPlace(look.target.copy), does: tellCopy(look, now), behind: tellBehind(look, now) };
  return { ...copyAsJson(look), told };
}

/** A table that no file declares, but that others read. */
function isOnlyRead(name: string, declared: readonly Declared[]): boolean {
  const node = graphOf(declared).nodes.find((each) => tableName(each.name) === tableName(name));
  return node !== undefined && node.declared === undefined;
}

async function ofTable(name: string, declared: readonly Declared[], lake: JobsLake) {
  const short = name.replace(/^lake\./, '');
  return { target: short, kind: 'table', why: whyAsJson(await readWhyOf(short, declared, lake)) };
}
