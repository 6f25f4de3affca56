import { describe, expect, test } from 'vitest';
import { StuckError } from '../terminal/look-until.ts';
import { orderRun } from './run-work.ts';
import { outcomeOf, tellGoing } from './tell-wait.ts';
import { createTarget, start, usage } from './testing/target.ts';
import { waitFor } from './wait.ts';

type Target = ReturnType<typeof createTarget>;
type Step = () => Promise<unknown> | unknown;

/** Orders days and waits; between two looks one of the steps is taken. Looks after the last step come to nothing new. */
async function waited(target: Target, days: readonly string[], steps: readonly Step[]) {
  const { before, awaited } = await orderRun(target.desk, usage, days);
  const told: string[] = [];
  let at = 0;
  let looks = 0;
  const outcome = await waitFor(awaited, before, {
    async look() {
      looks += 1;
      return target.desk.look();
    },
    tell: (units, look) => {
      const { state, awaits } = tellGoing(units, look, target.now());
      told.push(`${state}; ${awaits}`);
    },
    pause: async (millis) => {
      target.pass(millis);
      await steps[at++]?.();
    },
    now: target.now,
  });
  return { ...outcomeOf(outcome, days, 'lake jobs usage'), told, looks };
}

describe('days that were ordered', () => {
  test('are waited for from before they are noted until they are done', async () => {
    const target = createTarget();
    let begun: Awaited<ReturnType<Target['begin']>>;
    const { isDone, words, told } = await waited(
      target,
      ['2026-11-19', '2026-11-20'],
      [
        () => undefined,
        () => target.add(['2026-11-19', '2026-11-20']),
        async () => {
          begun = await target.begin(['2026-11-19', '2026-11-20']);
        },
        () => target.succeed(begun),
      ],
    );
    expect({ isDone, words }).toEqual({ isDone: true, words: 'usage is computed anew.' });
    expect(told.map((line) => line.replaceAll(/\d+ ms|\b\d s/g, 'T'))).toEqual([
      '0 of 2 units of usage done; services/query to take up the order',
      '0 of 2 units of usage done; services/query to take up the order',
      '0 of 2 units of usage done; its turn: 2 days for T',
      '0 of 2 units of usage done; the statement: 2 days for T',
    ]);
  });

  test('are not what waited, ran, was done or was set aside under the same name before', async () => {
    const day = '2026-11-20';
    const done = async (target: Target) => target.succeed(await target.begin([day]));
    const comes = (target: Target) => [() => undefined, () => target.add([day]), () => done(target)];
    const failed = createTarget();
    await failed.add([day]);
    await failed.fail(await failed.begin([day]), 'old');
    expect(await waited(failed, [day], comes(failed))).toMatchObject({ isDone: true, looks: 4 });
    expect(await waited(failed, [day], comes(failed))).toMatchObject({ isDone: true, looks: 4 });
    const running = createTarget();
    await running.add([day]);
    const begun = await running.begin([day]);
    const first = () => running.succeed(begun);
    expect(await waited(running, [day], [first, ...comes(running)])).toMatchObject({ isDone: true, looks: 5 });
    const waiting = createTarget();
    await waiting.add([day]);
    expect(await waited(waiting, [day], comes(waiting))).toMatchObject({ isDone: true, looks: 4 });
  });

  test('that are done between two looks are known by the log', async () => {
    const target = createTarget();
    const { isDone, looks } = await waited(
      target,
      ['2026-11-20'],
      [
        async () => {
          await target.add(['2026-11-19']);
          await target.succeed(await target.begin(['2026-11-19']));
        },
        async () => {
          await target.add(['2026-11-20']);
          await target.succeed(await target.begin(['2026-11-20']));
        },
      ],
    );
    expect({ isDone, looks }).toEqual({ isDone: true, looks: 3 });
  });

  test('that change while they wait are waited for as they are then; while they run, no longer', async () => {
    const target = createTarget();
    let begun: Awaited<ReturnType<Target['begin']>>;
    const { isDone, looks } = await waited(
      target,
      ['2026-11-20'],
      [
        () => target.add(['2026-11-20']),
        () => target.add(['2026-11-20']),
        async () => {
          begun = await target.begin(['2026-11-20']);
        },
        () => target.add(['2026-11-20']),
        () => target.succeed(begun),
      ],
    );
    expect({ isDone, looks }).toEqual({ isDone: true, looks: 6 });
  });

  test('that are set aside end it, with the reason; others that were do not count', async () => {
    const target = createTarget();
    await target.add(['2026-11-01']);
    await target.fail(await target.begin(['2026-11-01']), 'old');
    const days = ['2026-11-19', '2026-11-20'];
    const steps = [
      () => target.add(days),
      async () => target.succeed(await target.begin(['2026-11-19'])),
      async () => target.fail(await target.begin(['2026-11-20']), 'DIVISION_BY_ZERO:\n zero'),
    ];
    expect(await waited(target, days, steps)).toMatchObject({
      isDone: false,
      words:
        '1 day of usage is set aside: 2026-11-20\n    DIVISION_BY_ZERO: zero\n    lake jobs usage says when each is tried again.',
    });
    const again = [() => target.add(days), async () => target.succeed(await target.begin(days))];
    expect(await waited(target, days, again)).toMatchObject({ isDone: true });
  });

  test('that nobody takes up are waited for five minutes, and told where to look', async () => {
    const target = createTarget();
    const run = waited(target, ['2026-11-20'], []);
    await expect(run).rejects.toThrow(StuckError);
    await expect(run).rejects.toThrow('lake logs plan --errors');
    expect(target.now() - start).toBeLessThan(310_000);
  });

  test('of which others were seen are no longer waited for then: an order is taken up as a whole', async () => {
    const target = createTarget();
    const { isDone } = await waited(
      target,
      ['2026-11-19', '2026-11-20'],
      [() => target.add(['2026-11-19']), async () => target.succeed(await target.begin(['2026-11-19']))],
    );
    expect(isDone).toBe(true);
    expect(target.now() - start).toBeGreaterThan(300_000);
  });

  test('that take longer than that are waited for', async () => {
    const target = createTarget();
    let begun: Awaited<ReturnType<Target['begin']>>;
    const { isDone } = await waited(
      target,
      ['2026-11-20'],
      [
        () => target.add(['2026-11-20']),
        async () => {
          begun = await target.begin(['2026-11-20']);
        },
        () => target.pass(7_200_000),
        () => target.succeed(begun),
      ],
    );
    expect(isDone).toBe(true);
  });
});

describe('without a day', () => {
  test('what waits and runs is waited for, not the upkeep', async () => {
    const target = createTarget();
    await target.add(['2026-11-19', '2026-11-20']);
    await target.add(['vacuum'], { of: 'vacuum' });
    const begun = await target.begin(['2026-11-19']);
    const steps = [() => target.succeed(begun), async () => target.succeed(await target.begin(['2026-11-20']))];
    const { isDone, words, looks } = await waited(target, [], steps);
    expect({ isDone, words, looks }).toEqual({ isDone: true, words: 'Nothing waits for usage any more.', looks: 3 });
  });

  test('it ends at once where nothing waits, and says what is set aside', async () => {
    const target = createTarget();
    expect(await waited(target, [], [])).toMatchObject({ isDone: true, looks: 1 });
    await target.add(['2026-11-20']);
    await target.fail(await target.begin(['2026-11-20']), 'no');
    expect(await waited(target, [], [])).toMatchObject({
      isDone: false,
      words: expect.stringContaining('1 day of usage is set aside: 2026-11-20'),
    });
  });
});
