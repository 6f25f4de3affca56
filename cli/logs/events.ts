import {
  type FilterLogEventsCommandInput,
  type FilterLogEventsCommandOutput,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LakeFunction } from './functions.ts';

export type LogEvent = {
  readonly id: string;
  readonly at: number;
  readonly stream: string;
  readonly text: string;
  readonly of: LakeFunction;
};

export type Wanted = {
  /** Epoch milliseconds. */
  readonly from: number;
  /** A filter pattern of CloudWatch Logs. */
  readonly pattern: string | undefined;
  /** How many pages are read of a log at most; all without it. Each is up to a megabyte of what was searched. */
  readonly mostPages?: number | undefined;
};

/** A function has not written a line yet, or is not deployed. */
export class NoLogError extends Error {
  override readonly name = 'NoLogError';
}

/** FilterLogEvents of CloudWatch Logs. */
export type FilterLogEvents = (input: FilterLogEventsCommandInput) => Promise<FilterLogEventsCommandOutput>;

/** There is more in a log than is read of it. */
export class LogCutError extends Error {
  override readonly name = 'LogCutError';
}

/** The lines of a function's log in the order of time; throws NoLogError, and LogCutError behind the last line of `mostPages`. */
export async function* readEvents(
  filter: FilterLogEvents,
  of: LakeFunction,
  { from, pattern, mostPages = Number.POSITIVE_INFINITY }: Wanted,
): AsyncGenerator<LogEvent> {
  let nextToken: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const asked = { logGroupName: of.logGroup, startTime: from, filterPattern: pattern, nextToken };
    const page = await filter(asked).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new NoLogError(`There is no log ${of.logGroup}: is ${of.service} deployed at this stage?`);
    });
    for (const { eventId: id = '', timestamp: at = 0, logStreamName: stream = '', message = '' } of page.events ?? [])
      yield { id, at, stream, text: message, of };
    nextToken = page.nextToken;
    if (nextToken === undefined) return;
  }
  throw new LogCutError(`${of.name}: only the first ${mostPages} pages of ${of.logGroup} were searched`);
}

/** Several logs as one, in the order of time. */
export async function* merged(logs: readonly AsyncGenerator<LogEvent>[]): AsyncGenerator<LogEvent> {
  const heads = await Promise.all(logs.map(async (log) => ({ log, head: await log.next() })));
  for (;;) {
    const open = heads.filter(({ head }) => !head.done);
    const first = open.reduce<(typeof open)[number] | undefined>(
      (least, each) => (least === undefined || timeOf(each.head) < timeOf(least.head) ? each : least),
      undefined,
    );
    if (first === undefined || first.head.done) return;
    yield first.head.value;
    first.head = await first.log.next();
  }
}

function timeOf({ value, done }: IteratorResult<LogEvent>): number {
  return done ? Number.POSITIVE_INFINITY : value.at;
}
