import { test } from 'vitest';
import { landAtOnce, retypeInAnyOrder } from './testing/landing.ts';

test('every value of every record is in its column or rescued, of files of every format, however they are cut and land, twice or at once', async () => {
  await landAtOnce(20);
}, 120_000);

test('made again, a table does not depend on the order in which files of every format landed', async () => {
  await retypeInAnyOrder(10);
}, 120_000);
