const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// Newer versions of Java put a narrow space before AM.
const format =
  /^(?<month>[A-Z][a-z]{2}) (?<day>\d{1,2}), (?<year>\d{1,9}),? (?<hour>\d{1,2}):(?<minute>\d\d):(?<second>\d\d)\s(?<half>[AP])M$/u;

/**
 * The seconds since 1970 of a date as Java writes it by default, in UTC: `Jan 1, 1970, 12:33:41 AM`. Not by Date, which ends at the year
 * 275760: milliseconds that were sent as seconds lie in the year 58000, microseconds far beyond. Null if it is no such date.
 */
export function readJavaDate(text: string): number | null {
  const part = format.exec(text)?.groups;
  const month = months.indexOf(part?.month ?? '');
  if (part === undefined || month === -1) return null;
  const [year, day, hour] = [Number(part.year), Number(part.day), Number(part.hour)];
  const hours = (hour % 12) + (part.half === 'P' ? 12 : 0);
  return (
    daysBefore(year, month) * 86_400 +
    (day - 1) * 86_400 +
    hours * 3600 +
    Number(part.minute) * 60 +
    Number(part.second)
  );
}

/** Days from 1970 to the first of a month: 400 years have 146,097. */
function daysBefore(year: number, month: number): number {
  const cycles = Math.floor((year - 2000) / 400);
  return cycles * 146_097 + Date.UTC(year - cycles * 400, month, 1) / 86_400_000;
}
