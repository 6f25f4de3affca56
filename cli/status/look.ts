import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openFilesLake } from '../files/files-lake.ts';
import { readDeclared } from '../jobs/declared.ts';
import type { TargetFlags } from '../target.ts';
import { readAlarms } from './alarms.ts';
import { type Asked, ask } from './asked.ts';
import { readFreshness } from './freshness.ts';
import { seeJobs } from './jobs-seen.ts';
import { createReadMetrics } from './metrics.ts';
import { type NewestSeen, newestBelow } from './newest-object.ts';
import { type Queue, readQueues } from './queues.ts';
import { type Status, statusOf } from './status.ts';
import { everySoOften } from './watch.ts';
import { ageOf, metricsOf, type WayIn, waysIn } from './ways-in.ts';

/** Metrics are of minutes, and listings cost most: on AWS these are not asked more often while somebody watches. */
const slowMs = 60_000;

/** Opens the lake that the flags mean; each call is a look at it. Throws UsageError at declarations that cannot be read. */
export async function openStatus(flags: TargetFlags): Promise<() => Promise<Status>> {
  const declared = readDeclared();
  const lake = await openFilesLake(flags);
  const { target, names, s3 } = lake;
  const stage = { prefix: names.prefix, stage: target.stage };
  const ways = waysIn(stage);
  const cloudwatch = new CloudWatchClient(target.client);
  const dynamo = new DynamoDBClient(target.client);
  const sqs = new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false });
  const readMetrics = createReadMetrics(cloudwatch);
  const isLocal = target.client.endpoint !== undefined;
  const slowly = <T>(question: () => Promise<T>) => everySoOften(isLocal ? 0 : slowMs, question, Date.now);
  const tables = slowly(() => ask(() => readFreshness(lake)));
  const last = slowly(() => newestOf(ways, (prefix) => newestBelow(s3, names.rawBucket, prefix)));
  // All queues, also those that hold nothing now: which these are changes from look to look.
  let queuesSeen: readonly Queue[] = [];
  const series = slowly(() =>
    ask(() => readMetrics([...metricsOf(ways), ...queuesSeen.map(({ name }) => ageOf(name))], Date.now())),
  );
  return async () => {
    const now = Date.now();
    const asked = ask(() => readQueues(sqs, stage));
    const [queues, metrics, jobs, alarms, freshness, newest] = await Promise.all([
      asked,
      asked.then((answer) => {
        if (answer.state === 'answered') queuesSeen = answer.answer;
        return series();
      }),
      ask(() => seeJobs(dynamo, declared, { stage, now })),
      ask(() => readAlarms(cloudwatch, stage)),
      tables(),
      last(),
    ]);
    const heard = { queues, metrics, jobs, alarms, tables: freshness, last: newest };
    return statusOf(ways, heard, { stage: target.stage, now });
  };
}

async function newestOf(
  ways: readonly WayIn[],
  newest: (prefix: string) => Promise<NewestSeen>,
): Promise<ReadonlyMap<string, Asked<NewestSeen>>> {
  const found = ways.map(async (way) => {
    const asked = await ask(async () => newer(await Promise.all(way.folders.map(newest))));
    return [way.name, asked] as const;
  });
  return new Map(await Promise.all(found));
}

function newer(all: readonly NewestSeen[]): NewestSeen {
  const found = all.flatMap(({ newest }) => newest ?? []).toSorted((a, b) => b.at - a.at);
  return { newest: found[0], isCut: all.some(({ isCut }) => isCut) };
}
