import type { Grain } from '@tributary/query/src/core/dataset.ts';

/** All of a table that has no partitions, or of whatever it has. */
export const all = 'all';

const forms: Readonly<Record<Grain, { readonly pattern: RegExp; readonly length: number }>> = {
  hour: { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}$/, length: 13 },
  day: { pattern: /^\d{4}-\d{2}-\d{2}$/, length: 10 },
  month: { pattern: /^\d{4}-\d{2}$/, length: 7 },
};
const examples: Readonly<Record<Grain, string>> = { hour: '2026-11-20T13', day: '2026-11-20', month: '2026-11' };

export function exampleOf(grain: Grain): string {
  return examples[grain];
}

/** What a partition's text is; undefined for what is none. */
export function grainOf(text: string): Grain | undefined {
  if (forms.hour.pattern.test(text)) return startOf(text, 'hour') === undefined ? undefined : 'hour';
  if (forms.day.pattern.test(text)) return startOf(text, 'day') === undefined ? undefined : 'day';
  return forms.month.pattern.test(text) && startOf(text, 'month') !== undefined ? 'month' : undefined;
}

/** When a partition begins (epoch ms, UTC); undefined where there is no such time: 2026-02-31. */
export function startOf(text: string, grain: Grain): number | undefined {
  const at = Date.parse(`${text}${{ hour: ':00', day: 'T00:00', month: '-01T00:00' }[grain]}:00Z`);
  return Number.isNaN(at) || partitionAt(at, grain) !== text ? undefined : at;
}

/** The partition in which a time lies. */
export function partitionAt(millis: number, grain: Grain): string {
  return new Date(millis).toISOString().slice(0, forms[grain].length);
}

/** When the partition begins that follows the one which begins then (epoch ms). */
export function nextOf(at: number, grain: Grain): number {
  if (grain === 'month') return Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 1);
  return at + (grain === 'day' ? 86_400_000 : 3_600_000);
}

/** The partitions from one time until another, which is no longer one of theirs (epoch ms); no more than `most`, and one. */
export function partitionsBetween(from: number, until: number, grain: Grain, most: number): readonly string[] {
  const found: string[] = [];
  const first = startOf(partitionAt(from, grain), grain) ?? from;
  for (let at = first; at < until && found.length <= most; at = nextOf(at, grain)) found.push(partitionAt(at, grain));
  return found;
}

/** Partitions in order, those that follow one another as one: `2026-11-01 to 2026-11-19 (19)`, `2026-11-25`. */
export function tellRanges(partitions: readonly string[], most: number): string {
  const ranges: { first: string; last: string; count: number }[] = [];
  for (const text of partitions.toSorted()) {
    const range = ranges.at(-1);
    if (range !== undefined && follows(range.last, text)) Object.assign(range, { last: text, count: range.count + 1 });
    else ranges.push({ first: text, last: text, count: 1 });
  }
  const told = ranges
    .slice(0, most)
    .map(({ first, last, count }) => (count === 1 ? first : `${first} to ${last} (${count.toLocaleString('en-GB')})`));
  return [...told, ...(ranges.length > most ? ['…'] : [])].join(', ');
}

/** Whether a partition is the one after another. */
export function follows(before: string, text: string): boolean {
  const grain = grainOf(before);
  const at = grain === undefined ? undefined : startOf(before, grain);
  return grain !== undefined && at !== undefined && partitionAt(nextOf(at, grain), grain) === text;
}

/** The partition after this one. */
export function after(text: string): string {
  const grain = grainOf(text);
  const at = grain === undefined ? undefined : startOf(text, grain);
  return grain === undefined || at === undefined ? text : partitionAt(nextOf(at, grain), grain);
}
