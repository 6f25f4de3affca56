const dayMs = 86_400_000;

/** `2026-11-20 13:02:11.000250`; `digits`: of a second's parts, `units`: how many of them a millisecond has. */
function momentOf(count: bigint, units: bigint, digits: number): string {
  const rest = ((count % units) + units) % units;
  const time = new Date(Number((count - rest) / units));
  if (Number.isNaN(time.getTime())) return String(count);
  const [day, clock = ''] = time.toISOString().slice(0, -1).split('T');
  return `${day} ${clock}${digits > 3 ? String(rest).padStart(digits - 3, '0') : ''}`;
}

export const moments = {
  timestampFromMilliseconds: (millis: bigint) => momentOf(BigInt(millis), 1n, 3),
  timestampFromMicroseconds: (micros: bigint) => momentOf(BigInt(micros), 1000n, 6),
  timestampFromNanoseconds: (nanos: bigint) => momentOf(BigInt(nanos), 1_000_000n, 9),
  dateFromDays(days: number): string {
    const day = new Date(days * dayMs);
    return Number.isNaN(day.getTime()) ? String(days) : (day.toISOString().split('T')[0] ?? '');
  },
};

const perSecond = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;

/** A time of day, `13:02:11.000250`. */
export function timeOfDay(count: bigint, unit: keyof typeof perSecond): string {
  const second = count / perSecond[unit];
  const parts = [second / 3600n, (second / 60n) % 60n, second % 60n].map((part) => String(part).padStart(2, '0'));
  const digits = String(perSecond[unit]).length - 1;
  return `${parts.join(':')}.${String(count % perSecond[unit]).padStart(digits, '0')}`;
}
