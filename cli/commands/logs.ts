import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { bounded, type Omitted, upTo } from '../logs/bounded.ts';
import { createBundleOf } from '../logs/bundles.ts';
import { type FilterLogEvents, type LogEvent, merged, readEvents } from '../logs/events.ts';
import { createFetchMap } from '../logs/fetch-map.ts';
import { follow } from '../logs/follow.ts';
import { findFunctions } from '../logs/functions.ts';
import { limited } from '../logs/limited.ts';
import { createFindMap } from '../logs/maps.ts';
import { isError, patternOf } from '../logs/pattern.ts';
import { readLine } from '../logs/read-line.ts';
import { renderLine } from '../logs/render.ts';
import { namesOf, type Target, type TargetFlags, targetOf } from '../target.ts';
import { untilInterrupted } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';

export type LogsFlags = TargetFlags & {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly follow?: boolean | undefined;
  readonly errors?: boolean | undefined;
  readonly request?: string | undefined;
  /** One id, wherever it was written. */
  readonly id?: string | undefined;
  /** The lines as the functions wrote them. */
  readonly json?: boolean | undefined;
};

/** Of one id: what a search through all functions may take. */
const most = { pages: 100, lines: 1_000 };

/** FilterLogEvents is granted five times a second in small regions. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const searchesAtOnce = 5;

/** `lake logs [FUNCTION…]`: what the functions of the lake wrote, their stacks by the source; with `follow` until Ctrl-C. */
export async function logs(names: readonly string[], flags: LogsFlags): Promise<number> {
  const pattern = patternOf(flags);
  const target = targetOf(flags);
  const { prefix } = await namesOf(target);
  const functions = findFunctions(names, { prefix, stage: target.stage });
  const client = new CloudWatchLogsClient(target.client);
  const filter: FilterLogEvents = limited(searchesAtOnce, (input) => client.send(new FilterLogEventsCommand(input)));
  const isOptional = names.length === 0 || flags.follow === true;
  const omitted: Omitted = { cut: new Set() };
  const mostPages = flags.id === undefined ? undefined : most.pages;
  const read = (from: number) => {
    const all = functions.map((of) => readEvents(filter, of, { from, pattern, mostPages }));
    const log = merged(all.map((each) => bounded(each, { isOptional, omitted })));
    return flags.id === undefined || flags.follow ? log : upTo(most.lines, log, omitted);
  };
  // Ctrl-C is how following ends.
  const until = flags.follow ? untilInterrupted().signal : undefined;
  const tell = createTell(target, flags, functions.length > 1);
  for await (const event of follow(read, { from: flags.since, until })) await tell(event);
  for (const cut of omitted.cut) process.stderr.write(`lake logs: ${cut}; --since TIME bounds the search.\n`);
  return 0;
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
