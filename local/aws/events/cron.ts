/** The days and minutes that a cron expression names. */
export type Cron = {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  /** Whether a day (UTC) is one of them. */
  readonly isDay: (year: number, month: number, day: number) => boolean;
};

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const dayMs = 86_400_000;
/** A day that never comes, 30 February, ends the search. */
const searchDays = 366 * 8 + 2;

/** Reads the six fields inside `cron(…)`: minutes hours day-of-month month day-of-week year. Undefined when it is no such expression. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const isDay = dayOfWeek === '?' ? parseDayOfMonth(dayOfMonth) : parseDayOfWeek(dayOfWeek);
  const sets = {
    minutes: parseSet(minutes, { min: 0, max: 59 }),
    hours: parseSet(hours, { min: 0, max: 23 }),
    months: parseSet(month, { min: 1, max: 12, names: monthNames, firstName: 1 }),
    years: parseSet(year, { min: 1970, max: 2199 }),
  };
  if (!sets.minutes || !sets.hours || !sets.months || !sets.years || !isDay) return undefined;
  return { minutes: sets.minutes, hours: sets.hours, months: sets.months, years: sets.years, isDay };
}

/** The first minute named after `afterMs`, in epoch milliseconds. */
export function nextCron(cron: Cron, afterMs: number): number | undefined {
  const from = Math.floor(afterMs / 60_000) * 60_000 + 60_000;
  const firstDay = Math.floor(from / dayMs) * dayMs;
  for (let count = 0; count < searchDays; count++) {
    const start = firstDay + count * dayMs;
    const date = new Date(start);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    if (!cron.years.has(year) || !cron.months.has(month) || !cron.isDay(year, month, date.getUTCDate())) continue;
    const found = firstMinute(cron, Math.max(0, from - start));
    if (found !== undefined) return start + found;
  }
  return undefined;
}

function firstMinute(cron: Cron, fromMs: number): number | undefined {
  for (let minute = Math.ceil(fromMs / 60_000); minute < 24 * 60; minute++)
    if (cron.hours.has(Math.floor(minute / 60)) && cron.minutes.has(minute % 60)) return minute * 60_000;
  return undefined;
}

type Bounds = {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  readonly firstName?: number;
};

function parseSet(field: string, bounds: Bounds): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const range = parseRange(part, bounds);
    if (!range) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

function parseRange(part: string, bounds: Bounds): { from: number; to: number; step: number } | undefined {
  const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
  if (!match) return undefined;
  const [, first = '', last, step] = match;
  const from = first === '*' ? bounds.min : parseValue(first, bounds);
  const open = first === '*' || step !== undefined ? bounds.max : from;
  const to = last === undefined ? open : parseValue(last, bounds);
  const stride = Number(step ?? 1);
  if (from === undefined || to === undefined || from > to || stride < 1) return undefined;
  return { from, to, step: stride };
}

function parseValue(text: string, { min, max, names = [], firstName = 0 }: Bounds): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + firstName : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

function parseDayOfMonth(field: string): Cron['isDay'] | undefined {
  if (field === 'L') return (year, month, day) => day === lastDay(year, month);
  const weekday = /^(\d{1,2})W$/.exec(field)?.[1];
  if (weekday !== undefined) return (year, month, day) => day === nearestWeekday(year, month, Number(weekday));
  const days = parseSet(field, { min: 1, max: 31 });
  return days && ((_year, _month, day) => days.has(day));
}

/** 1 is Sunday. `3#2` is the second Tuesday, `6L` the last Friday. */
function parseDayOfWeek(field: string): Cron['isDay'] | undefined {
  const bounds: Bounds = { min: 1, max: 7, names: dayNames, firstName: 1 };
  const nth = /^(\w+)#([1-5])$/.exec(field);
  const last = /^(\w+)L$/.exec(field);
  const weekday = parseValue(nth?.[1] ?? last?.[1] ?? '', bounds);
  if (nth && weekday !== undefined)
    return (year, month, day) => dayOfWeek(year, month, day) === weekday && Math.ceil(day / 7) === Number(nth[2]);
  if (last && weekday !== undefined)
    return (year, month, day) => dayOfWeek(year, month, day) === weekday && day + 7 > lastDay(year, month);
  const days = parseSet(field === 'L' ? '7' : field, bounds);
  return days && ((year, month, day) => days.has(dayOfWeek(year, month, day)));
}

function dayOfWeek(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The weekday nearest to a day, within its month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const end = lastDay(year, month);
  const target = Math.min(day, end);
  const weekday = dayOfWeek(year, month, target);
  if (weekday === 7) return target > 1 ? target - 1 : target + 2;
  if (weekday === 1) return target < end ? target + 1 : target - 2;
  return target;
}
