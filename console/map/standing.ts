import { span } from '@tributary/shared/span.ts';
import type { Tone } from '../parts/graph/node.ts';
import { count } from '../parts/words.ts';
import type { FlowEdge } from './flow.ts';
import type { Measure } from './measures.ts';
import type { FlowNode } from './nodes.ts';

/** What was asked of a node just now. */
export type Seen = {
  /** Since the page's beginning; undefined where nothing counts it. */
  readonly times: number | undefined;
  readonly unit: string;
  readonly failures: readonly { readonly times: number; readonly unit: string }[];
  /** Milliseconds, and what is late. */
  readonly lag: { readonly millis: number; readonly word: string } | undefined;
  /** Messages in a queue. */
  readonly waiting?: number;
  /** Messages in its queue of what was given up. */
  readonly dead?: number;
};

export type Standing = {
  readonly tone: Tone;
  /** `240 lines`, and what is wrong, in words. */
  readonly words: string;
  readonly times: number;
};

/** Milliseconds after which something is late, by kind: as long as its batches wait, and some more. */
const late: Readonly<Record<string, number>> = {
  queue: 60_000,
  stream: 60_000,
  delivery: 300_000,
  dataset: 900_000,
  table: 900_000,
  view: 900_000,
};

const nothing: Seen = { times: undefined, unit: '', failures: [], lag: undefined };

/** Puts together what was measured; `latest` and `total` read a measure's series. */
export function seenOf(
  measures: readonly { readonly measure: Measure; readonly total: number; readonly latest: number | undefined }[],
): Seen {
  let seen = nothing;
  for (const { measure, total, latest } of measures) {
    const { as, unit, millis = 1 } = measure;
    if (as === 'count') seen = { ...seen, times: (seen.times ?? 0) + total, unit };
    else if (as === 'failed' && total > 0) seen = { ...seen, failures: [...seen.failures, { times: total, unit }] };
    else if (as === 'lag' && latest !== undefined) seen = { ...seen, lag: { millis: latest * millis, word: unit } };
  }
  return seen;
}

/** How a node stands, in a colour and in words; `before` are the times that were seen last. */
export function standingOf(node: FlowNode, seen: Seen, before: number | undefined): Standing {
  const { times, unit, waiting = 0 } = seen;
  const wrong = wrongOf(node, seen);
  const slow = slowOf(node, seen);
  const isMoved = times !== undefined && before !== undefined && times > before;
  const tone = wrong.length > 0 ? 'bad' : slow.length > 0 ? 'warn' : isMoved ? 'busy' : 'quiet';
  const counted = times === undefined ? [] : [count(times, unit)];
  const queued = waiting > 0 ? [`${waiting.toLocaleString('en-GB')} waiting`] : [];
  return { tone, times: times ?? 0, words: [...wrong, ...slow, ...counted, ...queued].join(', ') };
}

function wrongOf({ declared }: FlowNode, { failures, dead = 0 }: Seen): readonly string[] {
  return [
    ...(declared?.state === 'failed' ? ['failed'] : []),
    ...(dead > 0 ? [count(dead, 'dead letter')] : []),
    ...failures.map(({ times, unit }) => count(times, unit, unit === 'unit set aside' ? 'units set aside' : undefined)),
  ];
}

const behind = new Set(['behind', 'held']);

function slowOf({ kind, declared }: FlowNode, { lag, waiting }: Seen): readonly string[] {
  const state = declared !== undefined && behind.has(declared.state) ? [declared.state] : [];
  const isEmpty = kind === 'queue' && waiting === 0;
  if (lag === undefined || isEmpty || lag.millis < (late[kind] ?? Number.POSITIVE_INFINITY)) return state;
  return [...state, `${span(lag.millis)} ${lag.word}`];
}

const worst: readonly Tone[] = ['bad', 'warn', 'busy', 'good', 'quiet'];

/** Many as one: the worst of them, what is wrong in words, and sums of what is counted in one unit. */
export function standingOfMany(all: readonly { readonly seen: Seen; readonly standing: Standing }[]): Standing {
  const tone = worst.find((each) => all.some(({ standing }) => standing.tone === each)) ?? 'quiet';
  const wrong = all.filter(({ standing }) => standing.tone === tone).length;
  const units = [...new Set(all.flatMap(({ seen }) => (seen.times === undefined ? [] : [seen.unit])))];
  const sums = units.map((unit) => {
    const of = all.filter(({ seen }) => seen.unit === unit);
    return count(
      of.reduce((sum, { seen }) => sum + (seen.times ?? 0), 0),
      unit,
    );
  });
  const told = tone === 'bad' ? [`${wrong} with failures`] : tone === 'warn' ? [`${wrong} late`] : [];
  return {
    tone,
    words: [...told, ...sums].join(', '),
    times: all.reduce((sum, { standing }) => sum + standing.times, 0),
  };
}

/** What counts nothing by itself is counted by the rules on the ways from it. */
export function countedByRules(edges: readonly FlowEdge[], from: string): readonly string[] {
  return [...new Set(edges.filter((edge) => edge.from === from).flatMap((edge) => edge.by))].map(
    (name) => `rule:${name}`,
  );
}
