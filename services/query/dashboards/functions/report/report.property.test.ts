import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReportWorld, type Killed } from '../../testing/report-world.ts';

const kills = fc.array(
  fc.record({ after: fc.integer({ min: 1, max: 25 }), when: fc.constantFrom<Killed>('before', 'after') }),
  {
    maxLength: 3,
  },
);
const retryable = { category: 'system', message: 'GENERIC_INTERNAL_ERROR', retryable: true } as const;

test('killed anywhere, told any number of times, a report is mailed once, or not known to be and told', async () => {
  await fc.assert(
    fc.asyncProperty(
      kills,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
      async (all, times, fails) => {
        const lake = createReportWorld();
        lake.world.failures = Array.from({ length: fails }, () => retryable);
        for (const { after, when } of all) {
          lake.world.kill = { at: lake.world.effects + after, when };
          await Promise.all(Array.from({ length: times }, () => lake.take(lake.scheduled())));
          await lake.pass(30);
        }
        await lake.pass(1_500);
        expect(lake.letters.length).toBeLessThanOrEqual(1);
        if (all.length === 0) await lake.take(lake.scheduled());
        await lake.pass(1_500);
        if (lake.phase() === 'failed')
          expect(lake.errors.at(-1)).toMatchObject([
            'A report failed',
            { message: expect.stringContaining('Nobody knows') },
          ]);
        else expect([lake.phase(), lake.letters.length]).toEqual(['done', 1]);
        expect(lake.objects.size).toBe(1);
        expect(lake.messages).toEqual([]);
      },
    ),
  );
});
