import type { Scheduler } from 'fast-check';
import { createLake } from '../files/reconciling/reconcile-for-tests.ts';
import { Killed } from '../files/retyping/retype-for-tests.ts';
import { createRegisterOn } from './register-on.ts';

/** Attempts at a message before it is taken for one that never ends well: `maxReceives` with room for what is only met at once. */
const mostAttempts = 12;

type Work = { readonly what: string; readonly attempts: number; readonly run: () => Promise<unknown> };

/**
 * A lake in memory on which retype, convert, reconcile and register work at once: any call of one may come between any two of another. A message
 * whose work fails comes again; so does one that is killed: the calls of these numbers do not come about.
 */
export function createBusyLake(scheduler: Scheduler, kills: readonly number[]) {
  let isBusy = false;
  let calls = 0;
  const between = async () => {
    if (!isBusy) return;
    await scheduler.schedule(Promise.resolve());
    calls += 1;
    if (kills.includes(calls)) throw new Killed();
  };
  const lake = createLake('{}', 1000, between);
  const register = createRegisterOn(lake);
  let registered = 0;

  /** What is there to be done now. */
  function takeMessages(): readonly Work[] {
    const work = (what: string, run: Work['run']): Work => ({ what, attempts: 0, run });
    const created = lake.lake.created.slice(registered);
    registered = lake.lake.created.length;
    return [
      ...lake.queue.splice(0).map((body) => work(`retype ${body}`, () => lake.retype(JSON.parse(body), () => 300_000))),
      ...[...lake.toConvert.splice(0), ...lake.missed.splice(0)].map((key) =>
        work(`convert ${key}`, () => lake.convert(key)),
      ),
      ...lake.retyped.splice(0).map((table) => work(`retype ${table}`, () => lake.retype({ table }, () => 300_000))),
      ...lake.next.splice(0).map((each) => work(`reconcile ${each}`, () => lake.reconcile({ reconcile: each }))),
      ...created.filter((key) => key.startsWith('lake/')).map((key) => work(`register ${key}`, () => register(key))),
    ];
  }

  /** Does what is there to be done, all at once, and what comes of it, until nothing is left. What fails comes again when the rest is done. */
  async function settle(asked: readonly Work[]): Promise<void> {
    let failed: Work[] = [];
    const take = async ({ what, attempts, run }: Work): Promise<void> => {
      try {
        await run();
      } catch (error) {
        if (attempts >= mostAttempts) throw new Error(`${what} fails again and again: ${error}`, { cause: error });
        failed.push({ what, attempts: attempts + 1, run });
      }
      await takeAll(takeMessages());
    };
    const takeAll = (works: readonly Work[]) => Promise.all(works.map(take));
    await takeAll([...asked, ...takeMessages()]);
    while (failed.length > 0) {
      const again = failed;
      failed = [];
      for (const work of again) await take(work);
    }
  }

  return {
    ...lake,
    /** Asks for all of it at once. */
    async atOnce(asked: { readonly [what: string]: () => Promise<unknown> }): Promise<void> {
      isBusy = true;
      const work = Object.entries(asked).map(([what, run]): Work => ({ what, attempts: 0, run }));
      await scheduler.waitFor(settle(work));
      isBusy = false;
    },
    /** Lets so many calls of others come before. */
    async wait(calls: number): Promise<void> {
      for (let call = 0; call < calls; call += 1) await between();
    },
    settle: () => settle([]),
  };
}
