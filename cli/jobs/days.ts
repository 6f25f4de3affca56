import type { Grain } from '@tributary/query/src/core/dataset.ts';
import { mostPartitions } from '@tributary/shared/jobs/order.ts';
import { UsageError } from '../usage.ts';
import type { Declared } from './declared.ts';
import { all, exampleOf, grainOf, nextOf, partitionAt, partitionsBetween, startOf } from './partitions.ts';

export type DayFlags = {
  readonly hour?: readonly string[] | undefined;
  readonly day?: readonly string[] | undefined;
  readonly month?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

export type RangeFlags = Pick<DayFlags, 'from' | 'to'>;

const finest: readonly Grain[] = ['hour', 'day', 'month'];

/** The partitions that are asked for (UTC), each once and in order; none where nothing is said of them. Throws UsageError. */
export function readDays(flags: DayFlags, declared: Declared, now: number): readonly string[] {
  const { kind, name } = declared;
  if (kind === 'rows') return allOfRows(flags, name);
  const named = finest.flatMap((grain) => (flags[grain] ?? []).map((text) => ({ grain, text })));
  const isAsked = named.length > 0 || flags.from !== undefined || flags.to !== undefined;
  if (isAsked && kind === 'view')
    throw new UsageError(`${name} is a view: it has no days. Run the datasets that it reads instead.`);
  const partitions =
    flags.from === undefined && flags.to === undefined
      ? [...new Set(named.flatMap((each) => namedPartitions(each, declared, now)))].toSorted()
      : readRange(flags, declared, { now, most: mostPartitions });
  if (partitions.length > 1 && partitions.includes(all))
    throw new UsageError('--day all is every day: say no other beside it.');
  if (partitions.length > mostPartitions) throw new UsageError(tooMany(baseOf(declared, partitions[0])));
  return partitions;
}

/** They are what all of the changes say, whatever day these are of. */
function allOfRows({ day = [all], hour, month, from, to }: DayFlags, name: string): readonly string[] {
  const isOther = [hour, month, from, to].some((each) => each !== undefined);
  if (!isOther && day.every((each) => each === all)) return [all];
  throw new UsageError(`${name} has no days: it is made anew from all changes, without --day, --from and --to.`);
}

function tooMany(grain: Grain): string {
  return `These are more than ${mostPartitions} ${grain}s, and one call takes ${mostPartitions} at most. Run a part, then the next; of a dataset lake backfill takes all.`;
}

/** What is computed anew as one: of an enrichment a day, or an hour that is named. */
function baseOf({ kind, name, grain }: Declared, text = ''): Grain {
  if (kind === 'compaction') return 'day';
  if (kind === 'enrichment') return grainOf(text) === 'hour' ? 'hour' : 'day';
  if (grain !== undefined) return grain;
  throw new UsageError(`${name} has no partitions: --day all computes all of it anew.`);
}

type Named = { readonly grain: Grain; readonly text: string };

/** A period is all partitions in it that have begun. */
function namedPartitions({ grain, text }: Named, declared: Declared, now: number): readonly string[] {
  if (text === all && grain === 'day') {
    if (declared.kind === 'dataset') return [all];
    throw new UsageError('--day all is of datasets. Say which days: --day 2026-11-20, or --from and --to.');
  }
  const { at } = periodOf(`--${grain}`, text, [grain]);
  const base = baseOf(declared, text);
  if (finest.indexOf(grain) < finest.indexOf(base))
    throw new UsageError(`${declared.name} has ${base}s, no ${grain}s: --${base} ${partitionAt(at, base)}`);
  if (at > now) throw new UsageError(`--${grain} ${text} has not begun (UTC): it is ${partitionAt(now, grain)}.`);
  return partitionsBetween(at, Math.min(nextOf(at, grain), now + 1), base, Number.POSITIVE_INFINITY);
}

/**
 * The partitions of a range that have begun, at most `most` of them and one. As elsewhere in `lake`, the last one is no longer part of it; without
 * it, up to and with the present one.
 */
export function readRange(
  { from, to }: RangeFlags,
  declared: Declared,
  { now, most }: { readonly now: number; readonly most: number },
): readonly string[] {
  if (from === undefined)
    throw new UsageError(`Say from which day on: --from 2026-11-20${to === undefined ? '' : ` --to ${to}`}`);
  const base = baseOf(declared, grainOf(from) === 'hour' ? from : to);
  const taken = finest.slice(finest.indexOf(base));
  const first = periodOf('--from', from, taken).at;
  const end = to === undefined ? now + 1 : periodOf('--to', to, taken).at;
  const partitions = partitionsBetween(first, Math.min(end, now + 1), base, most);
  if (partitions.length > 0) return partitions;
  throw new UsageError(
    to === undefined || first > now
      ? `There is no ${base} from ${from} to ${base === 'day' ? 'today' : 'now'} (UTC).`
      : `There is no ${base} from ${from} until ${to}: --to is the ${base} that is no longer part of it.`,
  );
}

/** When a period begins that is one of some grains (epoch ms). */
function periodOf(flag: string, text: string, grains: readonly Grain[]): { readonly at: number } {
  const grain = grainOf(text);
  const at = grain === undefined || !grains.includes(grain) ? undefined : startOf(text, grain);
  if (at !== undefined) return { at };
  const [of = 'day'] = grains;
  const article = of === 'hour' ? 'an' : 'a';
  throw new UsageError(`${flag} takes ${article} ${of} (UTC), as in ${exampleOf(of)}, not ${text}`);
}
