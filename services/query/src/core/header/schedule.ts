import * as z from 'zod';

const rate = /^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d{1,4}) (minutes|hours|days))\)$/;
const field = '[0-9A-Z*?/,\\-L#W]+';
const cron = new RegExp(`^cron\\(${Array.from({ length: 6 }, () => field).join(' ')}\\)$`);

/** `rate(…)` or `cron(…)`, as EventBridge takes it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
export const schedule = z
  .string()
  .refine((text) => !/^cron\([^)]*$/.test(text), 'it ends too early: */ ends the comment, write 0/5 for */5')
  .refine(
    (text) => rate.test(text) || cron.test(text),
    'rate(1 hour), rate(15 minutes) or cron(minutes hours day-of-month month day-of-week year) is expected',
  )
  .refine((text) => !cron.test(text) || hasOneDay(text), 'of day-of-month and day-of-week one has to be ?');

function hasOneDay(text: string): boolean {
  const [, , ofMonth, , ofWeek] = text.slice('cron('.length, -1).split(' ');
  return (ofMonth === '?') !== (ofWeek === '?');
}
