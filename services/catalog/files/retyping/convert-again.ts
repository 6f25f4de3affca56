import { besideName } from '../../glue/files-table.ts';
import { type FilePlace, filePlaceOf } from '../core/place.ts';
import { readFileTable } from '../core/table/file-table.ts';
import type { StepOf } from './messages.ts';
import { leastMs, type RemainingMs, type RetypeDeps } from './retype-deps.ts';

/** What lands while a listing is read may stand before where it is. */
const overlapMs = 60_000;

/**
 * Makes rows again of the table's objects, one after the other, for the table beside. What has landed since is looked for once more; then readers can
 * be shown the new rows. Come too late, it does nothing.
 */
export async function convertAgain(deps: RetypeDeps, step: StepOf<'convert'>, remainingMs: RemainingMs): Promise<void> {
  const { table, generation, since, begunAt } = step;
  const found = await deps.findTable(deps.database, table);
  const current = found && readFileTable(found, found.parameters);
  if (current === undefined || current.generation >= generation) return;
  const rest = await workThrough(deps, { from: current.from, step }, remainingMs);
  if (rest !== undefined) return deps.next({ ...step, ...rest });
  if (since === 0)
    return deps.next({ step: 'convert', table, generation, since: begunAt - overlapMs, begunAt: deps.now() });
  return deps.next({ step: 'swap', table, generation, since: begunAt - overlapMs });
}

type Rest = Pick<StepOf<'convert'>, 'after' | 'from'>;

/** Where to go on, when the time does not suffice. */
async function workThrough(
  deps: RetypeDeps,
  { from, step }: { readonly from: string; readonly step: StepOf<'convert'> },
  remainingMs: RemainingMs,
): Promise<Rest | undefined> {
  let { after, from: resume } = step;
  for await (const { key, modifiedAt } of deps.listObjects(deps.rawBucket, from, after)) {
    const place = modifiedAt < step.since ? undefined : filePlaceOf(key, deps.declarations);
    const rest = place && (await convertOne(deps, { key, place, step: { ...step, from: resume } }, remainingMs));
    if (rest !== undefined) return { after, from: rest };
    if (resume?.key === key) resume = undefined;
    after = key;
    if (remainingMs() < leastMs) return { after, from: resume };
  }
  return undefined;
}

type One = { readonly key: string; readonly place: FilePlace; readonly step: StepOf<'convert'> };

/** Gives where to go on, when the time did not suffice. */
async function convertOne(
  deps: RetypeDeps,
  { key, place, step }: One,
  remainingMs: RemainingMs,
): Promise<StepOf<'convert'>['from']> {
  const { table, generation, from } = step;
  const source = { bucket: deps.rawBucket, key };
  const object = await deps.open(source, from?.key === key ? (from.at.position[0] ?? 0) : 0);
  if (object === undefined) return undefined;
  const target = { name: besideName(table, generation), generation };
  const goOn = from?.key === key && from.which === object.which ? from.at : undefined;
  const { isSuperseded, rest } = await deps.convertFile({ source, object, place, target, from: goOn, remainingMs });
  if (isSuperseded) return convertOne(deps, { key, place, step: { ...step, from: undefined } }, remainingMs);
  return rest === undefined ? undefined : { key, which: object.which, at: { ...rest, position: [...rest.position] } };
}
