import type { CrawlerState } from '@aws-sdk/client-glue';
import type { Cloud } from '../../../kernel/cloud.ts';
import { AwsError } from '../../../kernel/error.ts';
import type { Journal } from '../../../kernel/journal.ts';
import type { ObjectFiles } from '../../../kernel/objects.ts';
import type { EmitEvent } from '../../events/event.ts';
import { parseSchedule } from '../../events/schedule.ts';
import { entityNotFound } from '../error.ts';
import { createCrawlerEvents } from './state-events.ts';
import type { LastCrawl, StoredCrawler } from './stored-crawler.ts';

export type Crawlers = {
  readonly store: Journal<StoredCrawler>;
  /** Or EntityNotFoundException. */
  find(name: string | undefined): StoredCrawler;
  stateOf(name: string): { readonly state: CrawlerState; readonly elapsedMs: number };
  /** A crawl goes on after the answer. */
  start(name: string | undefined): void;
  stop(name: string | undefined): void;
  /** Looks at all schedules again. */
  reschedule(): void;
  /** Finishes: schedules end, and crawls are stopped and awaited. */
  close(): Promise<void>;
};

export type CrawlersDeps = { readonly cloud: Cloud; readonly objects: ObjectFiles; readonly emit: EmitEvent };

type Running = { readonly startMs: number; readonly abort: AbortController; readonly done: Promise<void> };

/** Timers take at most 2^31 milliseconds. */
const longestWaitMs = 3_600_000;

/** Crawlers, those that run, and their schedules. What was due while the process was down is not made up for. */
export function createCrawlers(store: Journal<StoredCrawler>, { cloud, objects, emit }: CrawlersDeps): Crawlers {
  const running = new Map<string, Running>();
  const events = createCrawlerEvents(cloud, emit);
  let cancel = () => {};

  const find = (name = '') => {
    const crawler = store.get(name);
    if (crawler === undefined) throw entityNotFound(`Crawler with name ${name} does not exist`);
    return crawler;
  };

  async function run(crawler: StoredCrawler, startMs: number, signal: AbortSignal): Promise<void> {
    const finish = (status: LastCrawl['status'], error?: string) => {
      running.delete(crawler.name);
      const known = store.get(crawler.name);
      if (known) store.put(crawler.name, { ...known, lastCrawl: { startMs, status, error } });
    };
    try {
      // It brings DuckDB
      const { crawl } = await import('./crawl.ts');
      const done = await crawl(crawler, { cloud, objects, signal });
      finish('SUCCEEDED');
      events.succeeded(crawler.name, done, cloud.clock.now() - startMs);
    } catch (error) {
      if (signal.aborted) return finish('CANCELLED');
      const message = error instanceof Error ? error.message : String(error);
      finish('FAILED', message);
      cloud.log('warn', `The crawler ${crawler.name} has failed: ${message}`);
      events.failed(crawler.name, message);
    }
  }

  function start(name: string | undefined): void {
    const crawler = find(name);
    if (running.has(crawler.name))
      throw new AwsError('CrawlerRunningException', `Crawler with name ${name} has already started`);
    const startMs = cloud.clock.now();
    const abort = new AbortController();
    events.started(crawler.name);
    // It runs before anything of it is awaited
    const done = Promise.resolve().then(() => run(crawler, startMs, abort.signal));
    running.set(crawler.name, { startMs, abort, done });
  }

  function reschedule(): void {
    cancel();
    const now = cloud.clock.now();
    const due = [...store.values()].map(({ schedule }) => nextOf(schedule, now));
    const next = Math.min(...due);
    if (next === Number.POSITIVE_INFINITY) return;
    cancel = cloud.clock.after(Math.min(longestWaitMs, next - now), () => ring(now));
  }

  function ring(lookedAt: number): void {
    const now = cloud.clock.now();
    for (const { name, schedule } of store.values())
      if (nextOf(schedule, lookedAt) <= now && !running.has(name)) start(name);
    reschedule();
  }

  return {
    store,
    find,
    stateOf(name) {
      const run = running.get(name);
      if (run === undefined) return { state: 'READY', elapsedMs: 0 };
      return { state: run.abort.signal.aborted ? 'STOPPING' : 'RUNNING', elapsedMs: cloud.clock.now() - run.startMs };
    },
    start,
    stop(name) {
      const run = running.get(find(name).name);
      if (run === undefined)
        throw new AwsError('CrawlerNotRunningException', `Crawler with name ${name} isn't running`);
      if (run.abort.signal.aborted)
        throw new AwsError('CrawlerStoppingException', `Crawler with name ${name} is stopping`);
      run.abort.abort();
    },
    reschedule,
    async close() {
      cancel();
      for (const { abort } of running.values()) abort.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

function nextOf(schedule: string | undefined, afterMs: number): number {
  const next = schedule === undefined ? undefined : parseSchedule(schedule).next(afterMs, 0);
  return next ?? Number.POSITIVE_INFINITY;
}
