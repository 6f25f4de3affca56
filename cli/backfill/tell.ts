import { dollars } from '@tributary/shared/athena-cost.ts';
import { size } from '@tributary/shared/size.ts';
import { instant } from '@tributary/shared/span.ts';
import { tellRanges } from '../jobs/partitions.ts';
import { count } from '../terminal/count.ts';
import { type Estimate, partitionsOfRun } from './estimate.ts';
import type { Plan } from './plan.ts';

export type Told = {
  readonly name: string;
  /** `day` */
  readonly noun: string;
  readonly plan: Plan;
  readonly estimate: Estimate | undefined;
};

const mostRanges = 8;

/** What a backfill is going to do, as lines. */
export function tellPlan(told: Told): readonly string[] {
  const { name, noun, plan } = told;
  const { partitions } = plan;
  return [
    `${name}: ${count(partitions.length, noun)}, ${tellRanges(partitions, mostRanges)}`,
    ...planParts(told).map(([title, text]) => `  ${title.padEnd(11)}${text}`),
  ];
}

/** A title, and what is said of it. */
export type Part = readonly [title: string, text: string];

/** How the partitions of a backfill stand, and what those that are left take. */
export function planParts({ noun, plan, estimate }: Told): readonly Part[] {
  const { done, going, aside, left, older, begunAt } = plan;
  const each = (title: string, some: readonly string[], more = ''): readonly Part[] =>
    some.length === 0
      ? []
      : [[title, `${some.length.toLocaleString('en-GB')}${more}: ${tellRanges(some, mostRanges)}`]];
  return [
    ...each('older SQL', older),
    ...each('done', done, begunAt === undefined ? '' : ` since ${instant(begunAt)}, when it was begun`),
    ...each('under way', going),
    ...each('set aside', aside),
    ...each('to do', left),
    ...(left.length === 0 ? [] : costParts(estimate, noun)),
  ];
}

function costParts(estimate: Estimate | undefined, noun: string): readonly Part[] {
  if (estimate === undefined)
    return [['scans', 'nobody knows: no run of it is in the log, and of what it reads the sizes do not tell']];
  const { bytes, dollars: amount, statements, runs, from } = estimate;
  const basis =
    from.of === 'log'
      ? `${size(from.bytesEach)} a ${noun}, as ${from.runs === 1 ? 'its last run' : `its last ${from.runs} runs`} scanned`
      : `${size(from.bytesEach)} a ${noun} lie in what it reads, and columns of Parquet that it does not read are not scanned`;
  return [
    [
      'takes',
      `${count(statements, 'statement')}, ${runs === 1 ? 'one run' : `${runs} runs of ${partitionsOfRun} ${noun}s`}, each while nothing else is due`,
    ],
    ['scans', `about ${size(bytes)}, ${dollars(amount)} on AWS at $5 per TB: ${basis}`],
  ];
}

/** For programs. */
export function planAsJson({ name, plan, estimate }: Told, ordered: boolean) {
  const { begunAt, ...lists } = plan;
  const about = estimate && { ...estimate, basis: estimate.from, from: undefined };
  return {
    ...{ target: name, ordered, begunAt: begunAt === undefined ? null : new Date(begunAt).toISOString() },
    ...{ ...lists, estimate: about ?? null },
  };
}
