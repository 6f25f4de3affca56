import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { usageOfJobs } from '../cost/from-jobs.ts';
import { usagesOf } from '../cost/from-metrics.ts';
import { fixed } from '../cost/growth.ts';
import { pricesOf } from '../cost/prices.ts';
import { asked, countMetrics, readMetrics } from '../cost/read-metrics.ts';
import { renderCost } from '../cost/render.ts';
import { type DaySpan, spanOfDay } from '../cost/span-of-day.ts';
import { countAlarms, readSurroundings } from '../cost/surroundings.ts';
import { billOf, type Usage } from '../cost/usage.ts';
import { wayOf, ways } from '../cost/ways.ts';
import { readDeclared } from '../jobs/declared.ts';
import { createReader, NotDeployedError, placeOf } from '../jobs/place.ts';
import type { Lake } from '../logs/functions.ts';
import { namesOf, type Target, type TargetFlags, targetOf } from '../target.ts';
import { write } from '../terminal/output.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type CostFlags = TargetFlags & { readonly day?: string | undefined; readonly json?: true | undefined };

/** `lake cost`: what a day costs, by way in and dataset, and would at more data. */
export async function cost(flags: CostFlags): Promise<number> {
  const target = targetOf(flags);
  checkRegion(target);
  const { prefix } = await namesOf(target);
  const lake = { prefix, stage: target.stage };
  const span = spanOfDay(flags.day, Date.now(), target.client.endpoint !== undefined);
  const client = new CloudWatchClient(target.client);
  const measured = await readMetrics(client, span, (name) => wayOf(name, lake) !== undefined);
  const surroundings = await readSurroundings(target, lake, { measured, hours: span.hours });
  const jobs = await readJobs(target, lake, span);
  const bill = billOf([...usagesOf(measured, surroundings), ...jobs.usages, ...(await watching(client, lake, span))]);
  const missing = [...withoutMetrics(measured.map(({ namespace }) => namespace)), ...jobs.missing];
  await write(
    process.stdout,
    flags.json
      ? `${JSON.stringify({ day: span.day, hours: span.hours, prices: pricesOf, ...bill, missing })}\n`
      : renderCost({ span, bill, missing }, process.stdout.isTTY),
  );
  return exitCodes.done;
}

function checkRegion({ client }: Target): void {
  if (client.region === pricesOf.region) return;
  throw new UsageError(
    `The prices of ${client.region} are not known: cli/cost/prices.ts has those of ${pricesOf.region}, and others differ by no common factor. Put ${client.region}'s there, or ask AWS Cost Explorer by the tags of the lake.`,
  );
}

const mostEntries = 2_000;

type Jobs = { readonly usages: readonly Usage[]; readonly missing: readonly string[] };

async function readJobs(target: Target, lake: Lake, { from, to }: DaySpan): Promise<Jobs> {
  const client = new DynamoDBClient(target.client);
  const usages: Usage[] = [];
  const missing = new Set<string>();
  for (const { name, service } of readDeclared()) {
    try {
      const log = await createReader(client, placeOf(service, lake)).log(name, mostEntries);
      usages.push(usageOfJobs(name, log, { from: from.getTime(), to: to.getTime() }));
      const oldest = log.at(-1)?.startedAt ?? 0;
      if (log.length === mostEntries && oldest > from.getTime())
        missing.add(`Of ${name} the newest ${mostEntries} statements alone are counted.`);
    } catch (error) {
      if (!(error instanceof NotDeployedError)) throw error;
      missing.add(error.message);
    }
  }
  return { usages, missing: [...missing] };
}

async function watching(
  client: CloudWatchClient,
  { prefix, stage }: Lake,
  { hours }: DaySpan,
): Promise<readonly Usage[]> {
  const days = hours / 24;
  const [alarms, metrics] = await Promise.all([
    countAlarms(client, { prefix, stage }),
    countMetrics(client, `${prefix}-${stage}`),
  ]);
  return [
    { way: ways.watch, what: `${alarms} alarms`, meter: 'alarmDays', growth: fixed(alarms * days), from: 'count' },
    {
      way: ways.watch,
      what: `${metrics} metrics of its own`,
      meter: 'metricDays',
      growth: fixed(metrics * days),
      from: 'count',
    },
  ];
}

function withoutMetrics(namespaces: readonly string[]): readonly string[] {
  const silent = asked.map(({ namespace }) => namespace).filter((each) => !namespaces.includes(each));
  return silent.length === 0 ? [] : [`No metrics of that day, so not in the sums: ${silent.join(', ')}.`];
}
