import { hourFolder, hourOf, partitionsOf } from '@tributary/shared/partitions.ts';
import { type FailedRecord, readFailedLine } from '../../core/failed-line.ts';
import { isArchived, type ListedObject } from '../../core/object-created.ts';
import type { Position } from '../../core/request.ts';
import { isWithin, type OpenRange as Range } from '../../core/scans.ts';
import { add, nothing, type Summary, summaryOf } from '../../core/summary.ts';
import type { Buckets } from './buckets.ts';
import { doneKey, markDone } from './done.ts';
import type { ArrivedRecord } from './facts-of-records.ts';
import { chunked, untilDamage } from './lines.ts';
import { damagedObject } from './raw-events.ts';
import { type Found, scan } from './scan.ts';
import { orFailed, type Unit, type Units } from './unit.ts';

type FailedChunk = {
  readonly object: ListedObject;
  readonly firstLine: number;
  /** `year=…/month=…/day=…/hour=…` in which Firehose gave the records up. */
  readonly folder: string;
  readonly records: readonly ArrivedRecord[];
};

/** Brings records to where they were to go; `failedAgain` counts those that still cannot go there. */
export type Deliver = (chunk: FailedChunk) => Promise<Summary>;

export type FailedDeps = Pick<Buckets, 'listRaw' | 'readLines' | 'existsRaw' | 'writeRaw'> & {
  readonly deliver: Deliver;
};

export type Failed = Range & { readonly stream: string };

// Base64 and all: some 6 MB of records at a time.
const chunkLength = 8_000_000;

type Mode = { readonly run: string; readonly go: boolean };

/**
 * Delivers again what Firehose has put under failed/. An object of which every record has arrived is marked under replay/done/ and
 * is left out from then on; of the others all records are tried again, which writes the same objects again.
 */
export function failedUnits(deps: FailedDeps, work: Failed, mode: Mode): Units {
  const scans = [{ prefix: `failed/${work.stream}/`, after: '' }];
  return async function* units(after) {
    for await (const found of scan(deps.listRaw, scans, after)) {
      const seen = await seenAlready(deps, found.object, work);
      if (seen === undefined) yield* orFailed(chunkUnits(deps, found, after, mode), found.upTo);
      else yield { upTo: found.upTo, work: async () => seen };
    }
  };
}

/** What there is to tell of an object whose lines are not looked at; undefined where they are. */
async function seenAlready(deps: FailedDeps, object: Found['object'], work: Failed): Promise<Summary | undefined> {
  if (!object.isLatest || object.size === 0 || !isWithin(object.key, work)) return nothing;
  if (isArchived(object)) return lookedAt(object, { archived: 1 });
  return (await deps.existsRaw(doneKey(object))) ? lookedAt(object, { doneBefore: 1 }) : undefined;
}

function lookedAt(object: ListedObject, some: Parameters<typeof summaryOf>[0]): Summary {
  return summaryOf({ objects: 1, bytes: object.size, ...some });
}

async function* chunkUnits(
  deps: FailedDeps,
  { object, upTo }: Found,
  after: Position | undefined,
  mode: Mode,
): AsyncGenerator<Unit> {
  const isSame = after?.key === object.key && after.versionId === object.versionId;
  let firstLine = isSame ? (after.lines ?? 0) : 0;
  const before = { failedAgain: isSame ? (after.failedAgain ?? 0) : 0 };
  const at = hourOf(partitionsOf(object.key)) ?? new Date(0);
  let damage = nothing;
  const whole = untilDamage(deps.readLines(object, firstLine), () => {
    damage = damagedObject;
  });
  for await (const { lines, isLast } of chunked(whole, chunkLength)) {
    const chunk = { object, firstLine, folder: hourFolder(at) };
    firstLine += lines.length;
    const position: Position = { ...upTo, lines: firstLine };
    yield {
      get upTo() {
        return isLast ? upTo : { ...position, failedAgain: before.failedAgain };
      },
      work: async () => {
        // Until it is through: an object with a chunk that could not be delivered is not done.
        before.failedAgain += 1;
        const summary = add(await deliverLines(deps, chunk, lines, mode.go), isLast ? damage : nothing);
        before.failedAgain -= 1;
        before.failedAgain += summary.counts.failedAgain;
        if (!isLast) return summary;
        if (mode.go && before.failedAgain === 0) await markDone(deps, object, mode.run);
        return add(summary, lookedAt(object, {}));
      },
    };
  }
}

async function deliverLines(
  { deliver }: FailedDeps,
  chunk: Omit<FailedChunk, 'records'>,
  lines: readonly string[],
  go: boolean,
): Promise<Summary> {
  const read = lines.map(readFailedLine);
  const records = read.filter((record) => record !== undefined);
  const seen = summaryOf(
    { records: lines.length, failedAgain: lines.length - records.length },
    {
      ...codes(records),
      ...(records.length < lines.length ? { 'no record of Firehose': lines.length - records.length } : {}),
    },
  );
  if (!go || records.length === 0) return seen;
  return add(seen, await deliver({ ...chunk, records }));
}

function codes(records: readonly FailedRecord[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const { errorCode } of records) counted[errorCode] = (counted[errorCode] ?? 0) + 1;
  return counted;
}
