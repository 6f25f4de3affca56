import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { createBundleOf } from '../logs/bundles.ts';
import { type LogEvent, merged, NoLogError, readEvents } from '../logs/events.ts';
import { createFetchMap } from '../logs/fetch-map.ts';
import { follow } from '../logs/follow.ts';
import { findFunctions } from '../logs/functions.ts';
import { createFindMap } from '../logs/maps.ts';
import { isError, patternOf } from '../logs/pattern.ts';
import { readLine } from '../logs/read-line.ts';
import { renderLine } from '../logs/render.ts';
import { namesOf, type Target, type TargetFlags, targetOf } from '../target.ts';
import { write } from '../terminal/output.ts';

export type LogsFlags = TargetFlags & {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly follow?: boolean | undefined;
  readonly errors?: boolean | undefined;
  readonly request?: string | undefined;
  /** The lines as the functions wrote them. */
  readonly json?: boolean | undefined;
};

/** `lake logs [FUNCTION…]`: what the functions of the lake wrote, their stacks by the source; with `follow` until Ctrl-C. */
export async function logs(names: readonly string[], flags: LogsFlags): Promise<number> {
  const pattern = patternOf(flags);
  const target = targetOf(flags);
  const { prefix } = await namesOf(target);
  const functions = findFunctions(names, { prefix, stage: target.stage });
  const client = new CloudWatchLogsClient(target.client);
  const isOptional = names.length === 0 || flags.follow === true;
  const read = (from: number) =>
    merged(functions.map((of) => whereThereIs(readEvents(client, of, { from, pattern }), isOptional)));
  const until = flags.follow ? untilInterrupted() : undefined;
  const tell = createTell(target, flags, functions.length > 1);
  for await (const event of follow(read, { from: flags.since, until })) await tell(event);
  return 0;
}

/** Ctrl-C is how following ends. */
function untilInterrupted(): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  return stop.signal;
}

/** A function that has never run has no log, which is a fault only where its log alone is asked for. */
async function* whereThereIs(log: AsyncGenerator<LogEvent>, isOptional: boolean): AsyncGenerator<LogEvent> {
  try {
    yield* log;
  } catch (error) {
    if (!isOptional || !(error instanceof NoLogError)) throw error;
  }
}

function createTell(target: Target, flags: LogsFlags, isNamed: boolean): (event: LogEvent) => Promise<void> {
  const findMap = createFindMap(createFetchMap(target));
  const bundleOf = createBundleOf(new LambdaClient(target.client));
  return async function tell(event) {
    const line = readLine(event.text);
    if (flags.errors && !isError(line)) return;
    if (flags.json) await write(process.stdout, `${event.text.trimEnd()}\n`);
    else if (line !== undefined) {
      const bundle = await bundleOf(event, line);
      await write(process.stdout, `${await renderLine(event, { ...line, bundle }, { findMap, isNamed })}\n`);
    }
  };
}
