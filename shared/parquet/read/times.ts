const dayMillis = 86_400_000;

/** `YYYY-MM-DD`. */
export function dateText(days: number): string {
  return momentText(days * dayMillis)?.day ?? `${days} days since 1970-01-01`;
}

/** `YYYY-MM-DD HH:MM:SS.ffffff`; nine digits where a nanosecond is left. */
export function timestampText(nanos: bigint): string {
  const millis = floorDiv(nanos, 1_000_000n);
  const moment = momentText(Number(millis));
  if (moment === undefined) return `${nanos} nanoseconds since 1970-01-01`;
  return `${moment.day} ${moment.time}${fraction(nanos - millis * 1_000_000n)}`;
}

/** `HH:MM:SS.ffffff`, of the time of a day. */
export function timeText(nanos: bigint): string {
  return timestampText(nanos).slice(11);
}

/** Of a millisecond, from its thousandths on. */
function fraction(nanos: bigint): string {
  const digits = String(nanos).padStart(6, '0');
  return digits.endsWith('000') ? digits.slice(0, 3) : digits;
}

/** Undefined where JavaScript's calendar does not reach. */
function momentText(millis: number): { readonly day: string; readonly time: string } | undefined {
  if (!(Math.abs(millis) <= 8.64e15)) return undefined;
  const [day = '', time = ''] = new Date(millis).toISOString().split('T');
  return { day: /^[+-]/.test(day) ? longYear(day) : day, time: time.slice(0, 12) };
}

/** `+012026-…` is how ISO writes years of more than four digits, or before the year 0. */
function longYear(day: string): string {
  const [, sign = '', year = '', rest = ''] = /^([+-])0*(\d+?)(-\d\d-\d\d)$/.exec(day) ?? [];
  return `${sign === '-' ? '-' : ''}${year.padStart(4, '0')}${rest}`;
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}
