const daySeconds = 86_400;

/** `YYYY-MM-DD`, of any year. */
export function dateText(days: number): string {
  // As if the year began in March, in eras of 400 years: http://howardhinnant.github.io/date_algorithms.html#civil_from_days
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return `${yearText(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** How many of a unit make a second. */
export type PerSecond = 1_000 | 1_000_000 | 1_000_000_000;

/** `YYYY-MM-DD HH:MM:SS.ffffff`, of a count since the epoch; nine digits where a nanosecond is left. */
export function timestampText(count: bigint | number, perSecond: PerSecond): string {
  const { seconds, rest } = split(count, perSecond);
  const days = Math.floor(seconds / daySeconds);
  return `${dateText(days)} ${clock(seconds - days * daySeconds)}.${fraction(rest, perSecond)}`;
}

/** `HH:MM:SS.ffffff`, of a count since midnight. */
export function timeText(count: bigint | number, perSecond: PerSecond): string {
  const { seconds, rest } = split(count, perSecond);
  return `${clock(seconds)}.${fraction(rest, perSecond)}`;
}

function split(count: bigint | number, perSecond: PerSecond) {
  const near = Number(count);
  if (!Number.isSafeInteger(near)) return splitExactly(BigInt(count), BigInt(perSecond));
  const seconds = Math.floor(near / perSecond);
  const rest = near - seconds * perSecond;
  // The division may have been rounded up.
  return rest < 0 ? { seconds: seconds - 1, rest: rest + perSecond } : { seconds, rest };
}

function splitExactly(count: bigint, perSecond: bigint) {
  const rest = ((count % perSecond) + perSecond) % perSecond;
  return { seconds: Number((count - rest) / perSecond), rest: Number(rest) };
}

function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return `${twoDigits(hours)}:${twoDigits(minutes - hours * 60)}:${twoDigits(seconds - minutes * 60)}`;
}

function fraction(rest: number, perSecond: PerSecond): string {
  if (perSecond === 1_000_000_000 && rest % 1000 !== 0) return String(rest).padStart(9, '0');
  return String((rest * 1_000_000) / perSecond).padStart(6, '0');
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function yearText(year: number): string {
  const digits = String(Math.abs(year)).padStart(4, '0');
  return year < 0 ? `-${digits}` : digits;
}
