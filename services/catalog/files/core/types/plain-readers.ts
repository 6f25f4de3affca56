import { dateAt, instantAt } from '@tributary/shared/csv/values/plain-times.ts';
import { booleanAt, numberAt, type ReadPlain, wholeAt } from '@tributary/shared/csv/values/plain-values.ts';

/** The types whose usual texts are read where they lie. What one of them reads shows that type, and no less. */
export const plainReaders: ReadonlyMap<unknown, ReadPlain> = new Map([
  ['bigint', wholeAt],
  ['double', numberAt],
  ['date', dateAt],
  ['timestamp', instantAt],
  ['boolean', booleanAt],
]);
