/** A partition's text that is none: `2026-11-20T13`, `2026-11-20` and `2026-11` are. */
class PartitionTextError extends Error {
  override readonly name = 'PartitionTextError';
}

/** From the first moment of a partition to that after its last. */
export type PartitionRange = { readonly from: Date; readonly to: Date };

const text = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}))?)?$/;

/** The ranges (UTC) of partitions, those that touch joined, in order; throws PartitionTextError. */
export function rangesOf(partitions: readonly string[]): readonly PartitionRange[] {
  const sorted = partitions.map(rangeOf).toSorted((a, b) => a.from.getTime() - b.from.getTime());
  const joined: PartitionRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && range.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: later(last.to, range.to) };
    else joined.push(range);
  }
  return joined;
}

function rangeOf(partition: string): PartitionRange {
  const [, year, month, day, hour] = text.exec(partition) ?? [];
  if (year === undefined || month === undefined)
    throw new PartitionTextError(`Not an hour, a day or a month: ${JSON.stringify(partition)}`);
  const parts = [Number(year), Number(month) - 1, Number(day ?? 1), Number(hour ?? 0)] as const;
  const [y, m, d, h] = parts;
  const from = Date.UTC(y, m, d, h);
  if (hour !== undefined) return { from: new Date(from), to: new Date(from + 3_600_000) };
  return { from: new Date(from), to: new Date(day === undefined ? Date.UTC(y, m + 1, 1) : from + 86_400_000) };
}

const later = (a: Date, b: Date) => (a > b ? a : b);

/** A moment as a column of such a type has it: `2026-11-20`, `2026-11-20 13:00:00`. */
export function momentText(at: Date, type: string): string {
  const iso = at.toISOString();
  return type === 'timestamp' ? iso.slice(0, 19).replace('T', ' ') : iso.slice(0, 10);
}
