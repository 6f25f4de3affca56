import type { Chart, GroupField } from '../core/model.ts';

/** A chart's row, as Athena gives it: its groups, then its values; texts, and null for NULL. */
export type TextRow = readonly (string | null)[];

/** A chart's row: what it is of, as people read it, and its numbers. */
export type Point = { readonly groups: readonly (string | null)[]; readonly values: readonly (number | null)[] };

/** Numbers of more than 15 digits are rounded, which no chart shows. */
export function pointsOf({ groups, values }: Chart, rows: readonly TextRow[]): readonly Point[] {
  return rows.map((row) => ({
    groups: groups.map((group, at) => groupText(group, row[at] ?? null)),
    values: values.map((_, at) => numberOf(row[groups.length + at] ?? null)),
  }));
}

function numberOf(text: string | null): number | null {
  if (text === null) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

const lengths = { year: 4, month: 7, week: 10, day: 10, hour: 16 } as const;

/** Times as far as their grain tells, `2026-11`; true and false as yes and no. */
function groupText({ type, grain }: GroupField, text: string | null): string | null {
  if (text === null) return null;
  if (type === 'boolean') return text === 'true' ? 'yes' : 'no';
  if (type !== 'date' && type !== 'timestamp') return text;
  return text.slice(0, grain === undefined ? (type === 'date' ? 10 : 19) : lengths[grain]);
}

/** What has no name. */
const nameless = '(none)';

export function nameOf(text: string | null | undefined): string {
  return text ?? nameless;
}

/** Whether a chart goes along time. */
export function isTime({ type }: Pick<GroupField, 'type'>): boolean {
  return type === 'date' || type === 'timestamp';
}
