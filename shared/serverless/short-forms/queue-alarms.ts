import type { Resource } from '../framework.ts';
import { alarmOf } from './alarm.ts';
import type { Naming } from './form.ts';

type Form = {
  readonly name: string;
  readonly retrySeconds: number | string;
  readonly means: string;
  readonly ageSeconds?: number | undefined;
  readonly depth?: number | undefined;
  readonly rules: Readonly<Record<string, { readonly schedule?: string | undefined }>>;
};

const depths = { schedules: 10, events: 10_000 };
const depthPeriods = 3;

/**
 * That messages wait too long, or too many. A message counts as the oldest until its fourth receipt (SQS, "poison pill"), which a retry time apart is three of
 * them: between the third try and the fourth somebody hears of it, long before the last.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueAlarms(queue: string, form: Form, naming: Naming): Readonly<Record<string, Resource>> {
  const { ageSeconds = 2.5 * Number(form.retrySeconds), depth = depthOf(form) } = form;
  const common = {
    means: `${form.means} Nothing is lost: messages wait for two weeks.`,
    begin: 'lake status',
    namespace: 'AWS/SQS',
    of: { QueueName: { 'Fn::GetAtt': [queue, 'QueueName'] } },
    statistic: 'Maximum',
  } as const;
  return {
    [`${queue}AgeAlarm`]: alarmOf(
      {
        ...common,
        name: `queue-age.${form.name}`,
        wrong: `The oldest message of the queue ${naming.prefix}-${form.name} has been waiting for over ${ageSeconds} seconds: its function fails, or cannot keep up.`,
        metric: 'ApproximateAgeOfOldestMessage',
        seconds: 60,
        above: ageSeconds,
      },
      naming,
    ),
    [`${queue}DepthAlarm`]: alarmOf(
      {
        ...common,
        name: `queue-depth.${form.name}`,
        wrong: `Over ${depth} messages have been waiting in the queue ${naming.prefix}-${form.name} for 15 minutes: more comes than its function takes.`,
        metric: 'ApproximateNumberOfMessagesVisible',
        seconds: 300,
        periods: depthPeriods,
        above: depth,
      },
      naming,
    ),
  };
}

/** Of a schedule's messages one is worked on before the next comes; of events an hour's work may come at once. */
function depthOf({ rules }: Form): number {
  const all = Object.values(rules);
  const isScheduled = all.length > 0 && all.every(({ schedule }) => schedule !== undefined);
  return isScheduled ? depths.schedules : depths.events;
}
