import { isDeepStrictEqual } from 'node:util';
import type { Counts, Position, ReplayAnswer, ReplayRequest, Work } from '../../core/request.ts';
import { rangeMistake } from '../../core/scans.ts';
import { add, nothing, type Summary } from '../../core/summary.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { type Units, workThrough } from './unit.ts';

export type ReplayDeps = {
  /** The units of a work, by what it says is to be run again. */
  readonly unitsOf: (work: Work, mode: { readonly run: string; readonly go: boolean }) => Units;
  readonly ledger: Ledger;
  readonly now: () => Date;
  /** How long a step may go on before it says where the next one begins. */
  readonly stepMs: number;
};

/** What was asked cannot be done; the message says what to ask instead. */
export class ReplayRequestError extends Error {
  override readonly name = 'ReplayRequestError';
}

/** Does one step of a run, of some seconds. The answer's position begins the next one; without it, all is through. */
export function createReplay(deps: ReplayDeps) {
  return async function replay(request: ReplayRequest): Promise<ReplayAnswer> {
    const mistake = rangeMistake(request.work);
    if (mistake !== undefined) throw new ReplayRequestError(mistake);
    const known = request.go ? unlessToBegin(await knownRun(deps.ledger, request)) : undefined;
    if (request.position !== undefined) return step(deps, request, { known, from: request.position });
    if (known?.doneAt === undefined) return step(deps, request, { known, from: known?.position });
    return { counts: known.counts, reasons: known.reasons, doneAt: known.doneAt, resumed: false };
  };
}

type Start = { readonly known: LedgerEntry | undefined; readonly from: Position | undefined };

async function step(deps: ReplayDeps, request: ReplayRequest, { known, from }: Start): Promise<ReplayAnswer> {
  const startedAt = deps.now();
  const isTimeUp = () => deps.now().getTime() - startedAt.getTime() > deps.stepMs;
  const { summary, position } = await workThrough(deps.unitsOf(request.work, request), from, isTimeUp);
  if (request.go) await deps.ledger.keep(entryOf(request, { known, summary, position, startedAt, now: deps.now() }));
  const resumed = request.position === undefined && known !== undefined;
  const told = resumed ? add(known, summary) : summary;
  return { ...told, ...(position === undefined ? {} : { position }), resumed };
}

/** The run's entry, unless it begins anew; throws where the name belongs to other work. */
async function knownRun(
  ledger: Ledger,
  { run, again, work, position }: ReplayRequest,
): Promise<LedgerEntry | undefined> {
  const found = await ledger.find(run);
  if (found === undefined || (again && position === undefined)) return undefined;
  if (isDeepStrictEqual(found.work, work)) return found;
  throw new ReplayRequestError(
    `the run ${run} was for ${JSON.stringify(found.work)}: give this one another name, or begin it again`,
  );
}

/** A run that is through, of which parts could not be done, has neither a position nor a day: it begins anew, which does no harm. */
function unlessToBegin(known: LedgerEntry | undefined): LedgerEntry | undefined {
  return known?.position === undefined && known?.doneAt === undefined ? undefined : known;
}

type Done = {
  readonly known: LedgerEntry | undefined;
  readonly summary: Summary;
  readonly position: Position | undefined;
  readonly startedAt: Date;
  readonly now: Date;
};

function entryOf({ run, work }: ReplayRequest, { known, summary, position, startedAt, now }: Done): LedgerEntry {
  const { counts, reasons } = add(known ?? nothing, summary);
  return {
    run,
    work,
    counts,
    reasons: { ...reasons },
    startedAt: known?.startedAt ?? startedAt.toISOString(),
    updatedAt: now.toISOString(),
    ...(position === undefined ? doneAt(counts, now) : { position }),
  };
}

function doneAt({ partsFailed }: Counts, now: Date): Pick<LedgerEntry, 'doneAt'> {
  return partsFailed > 0 ? {} : { doneAt: now.toISOString() };
}
