import * as z from 'zod';
import { name, refused, strict } from './strict.ts';

const grain = z.enum(['hour', 'day', 'month'], 'hour, day or month is expected');

/** What each partition is of, and which type of column says so. */
export const typeOfGrain = { hour: 'timestamp', day: 'date', month: 'date' } as const;

/** `day`, `[day]` as dbt for Athena has it, or `{column: at_hour, granularity: hour}`. */
export const partitionedBy = z.preprocess(
  (given) => {
    const [first] = Array.isArray(given) && given.length === 1 ? given : [given];
    return typeof first === 'string' ? { column: first } : first;
  },
  strict(
    {
      column: name,
      granularity: grain.optional(),
      field: refused('write `column`'),
      data_type: refused('its type stands in columns: leave it out'),
    },
    'one column is expected, as `partitioned_by: day`',
  ),
);
