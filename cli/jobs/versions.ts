import type { Standing, Version } from '@tributary/shared/jobs/lineage.ts';
import { instant } from '@tributary/shared/span.ts';
import { count } from '../terminal/count.ts';
import { type Room, renderFitting } from '../terminal/fitting.ts';
import { after, all, tellRanges } from './partitions.ts';

/** Partitions that one SQL made. */
export type OfVersion = {
  readonly digest: string;
  /** It is the present one; undefined where that is not known. */
  readonly isPresent: boolean | undefined;
  /** In their order. */
  readonly partitions: readonly string[];
  /** When the first and the last of them were made (epoch ms). */
  readonly from: number;
  readonly to: number;
};

/** Versions of a dataset, that of the newest run first. What was made as a whole is newer than what had been made of its parts. */
export function versionsOf(made: readonly Version[], standing: Standing | undefined): readonly OfVersion[] {
  const whole = made.find(({ partition }) => partition === all);
  const standingOnes = made.filter(({ partition, at }) => partition === all || at > (whole?.at ?? 0));
  const byDigest = new Map<string, Version[]>();
  for (const each of standingOnes) byDigest.set(each.digest, [...(byDigest.get(each.digest) ?? []), each]);
  const present = standing?.digest;
  return [...byDigest]
    .map(([digest, versions]) => ({
      digest,
      isPresent: present === undefined ? undefined : digest === present,
      partitions: versions.map(({ partition }) => partition).toSorted(),
      from: Math.min(...versions.map(({ at }) => at)),
      to: Math.max(...versions.map(({ at }) => at)),
    }))
    .toSorted((a, b) => b.to - a.to);
}

const columns = ['version', 'which is', 'partitions', 'made', 'until'].map((name) => ({ name, type: 'varchar' }));

export type VersionsShowing = Room & { readonly flags: string };

/** A line for each version; below it, which partitions are of an older one, and the command that makes them anew. */
export function renderVersions(name: string, versions: readonly OfVersion[], showing: VersionsShowing): string {
  if (versions.length === 0)
    return `Of ${name} nothing has been made yet, or by a version that did not write it down.\n`;
  const rows = versions.map(({ digest, isPresent, partitions, from, to }) => [
    digest.slice(0, 8),
    isPresent === undefined ? 'unknown' : isPresent ? 'the present SQL' : 'older',
    partitions[0] === all ? 'all' : partitions.length.toLocaleString('en-GB'),
    instant(from),
    instant(to),
  ]);
  return [renderFitting({ columns, rows }, showing), ...olderLines(name, versions, showing.flags)]
    .map((line) => `${line}\n`)
    .join('');
}

const mostRanges = 20;

function olderLines(name: string, versions: readonly OfVersion[], flags: string): readonly string[] {
  const older = versions.filter(({ isPresent }) => isPresent === false).flatMap(({ partitions }) => partitions);
  const [first, ...others] = older.filter((partition) => partition !== all).toSorted();
  if (older.length === 0) return [`All of ${name} is of the present SQL.`];
  if (first === undefined) return [`All of ${name} is of an older SQL: lake run ${name} --day all${flags}`];
  return [
    `${count(older.length, 'partition')} of an older SQL: ${tellRanges(older, mostRanges)}`,
    `lake backfill ${name} --from ${first} --to ${after(others.at(-1) ?? first)}${flags} says what making them anew takes.`,
  ];
}

/** For programs. */
export function versionsAsJson(name: string, versions: readonly OfVersion[]) {
  const told = versions.map(({ from, to, ...rest }) => ({
    ...rest,
    madeFrom: new Date(from).toISOString(),
    madeTo: new Date(to).toISOString(),
  }));
  return { target: name, versions: told };
}
