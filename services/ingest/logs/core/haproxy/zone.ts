/** Local time → UTC by the zone's offset at that moment; in the hour that a clock change repeats, the first of the two. */
export function zoneConverter(timeZone: string): (local: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offset = (utc: number): number => {
    const part = Object.fromEntries(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
    const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
    return local - utc;
  };
  return (local) => {
    const early = local - offset(local - 86_400_000);
    return early + offset(early) === local ? early : local - offset(early);
  };
}
