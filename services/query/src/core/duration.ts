import * as z from 'zod';

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['second', 1],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
]);

/** `5 minutes`, `1 hour` → seconds. */
export const seconds = z
  .string()
  .regex(/^[1-9]\d{0,4} (second|minute|hour|day)s?$/, 'a time such as `5 minutes` or `1 hour` is expected')
  .transform((text) => {
    const [count = '0', unit = ''] = text.split(' ');
    return Number(count) * (unitSeconds.get(unit.replace(/s$/, '')) ?? 0);
  });
