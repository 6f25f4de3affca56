import { InvalidArgumentError } from '@commander-js/extra-typings';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time, in epoch milliseconds: `10m`, `2h`, `3d` before now, or an instant (ISO 8601). */
export function since(text: string, now: number): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const ms = units[unit];
  if (count !== undefined && ms !== undefined) return now - Number(count) * ms;
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw new InvalidArgumentError('It takes 30s, 10m, 2h, 3d or an instant such as 2026-11-20T13:00:00Z.');
}
