/** `2 00:00:00.000` of milliseconds. */
export function dayIntervalText(milliseconds: bigint): string {
  const sign = milliseconds < 0n ? '-' : '';
  const value = milliseconds < 0n ? -milliseconds : milliseconds;
  const part = (unit: bigint, limit: bigint, width: number) => String((value / unit) % limit).padStart(width, '0');
  const time = `${part(3_600_000n, 24n, 2)}:${part(60_000n, 60n, 2)}:${part(1000n, 60n, 2)}.${part(1n, 1000n, 3)}`;
  return `${sign}${value / 86_400_000n} ${time}`;
}

/** `1-2` of months. */
export function monthIntervalText(months: number): string {
  const value = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.trunc(value / 12)}-${value % 12}`;
}
