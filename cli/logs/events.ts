import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
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
};

/** A function has not written a line yet, or is not deployed. */
export class NoLogError extends Error {
  override readonly name = 'NoLogError';
}

/** The lines of a function's log in the order of time; throws NoLogError. */
export async function* readEvents(
  client: Pick<CloudWatchLogsClient, 'send'>,
  of: LakeFunction,
  { from, pattern }: Wanted,
): AsyncGenerator<LogEvent> {
  let nextToken: string | undefined;
  do {
    const page = await client
      .send(
        new FilterLogEventsCommand({ logGroupName: of.logGroup, startTime: from, filterPattern: pattern, nextToken }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        throw new NoLogError(`There is no log ${of.logGroup}: is ${of.service} deployed at this stage?`);
      });
    for (const { eventId: id = '', timestamp: at = 0, logStreamName: stream = '', message = '' } of page.events ?? [])
      yield { id, at, stream, text: message, of };
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
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
