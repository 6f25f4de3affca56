import { AwsError } from '../../kernel/error.ts';
import { nextCron, parseCron } from './cron.ts';

/** When a schedule fires next after a time; `sinceMs` is when its rule began. Undefined: never again. */
export type Schedule = { next(afterMs: number, sinceMs: number): number | undefined };

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `rate(5 minutes)` or `cron(0 10 * * ? *)`. Throws ValidationException. */
export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate) return every(Number(rate[1]), rate[2] ?? '', rate[3] === 's', expression);
  const cron = parseCron(/^cron\((.*)\)$/.exec(expression)?.[1] ?? '');
  if (!cron) throw invalidSchedule(expression);
  return { next: (afterMs) => nextCron(cron, afterMs) };
}

/** AWS wants `1 minute` and `2 minutes`, never `1 minutes`. */
function every(count: number, unit: string, isPlural: boolean, expression: string): Schedule {
  if (count < 1 || isPlural !== count > 1) throw invalidSchedule(expression);
  const interval = count * (unitMs[unit] ?? 0);
  return {
    next: (afterMs, sinceMs) => sinceMs + (Math.floor(Math.max(0, afterMs - sinceMs) / interval) + 1) * interval,
  };
}

function invalidSchedule(expression: string): AwsError {
  return new AwsError('ValidationException', `Parameter ScheduleExpression is not valid. ${expression}`);
}
