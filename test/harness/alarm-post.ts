import { admin } from '@tributary/local/kernel/caller.ts';
import * as z from 'zod';
import { eventually } from './eventually.ts';
import type { TestLake } from './lake.ts';

/** Of an alarm, or of a notice that several events were grouped to. */
const alarmMessage = z.object({ AlarmName: z.string(), NewStateValue: z.string(), AlarmDescription: z.string() });

type Told = { readonly state: string; readonly text: string; readonly page: string | undefined };

/** Everything that the stage's topic tells, from when it was opened on. */
export type AlarmPost = {
  /** Waits until something that `page` mends, and that speaks of `what`, is told, as ALARM or as OK. Throws after `withinMs`. */
  told(page: string, what: string, state?: Told['state'], withinMs?: number): Promise<void>;
};

export async function openAlarmPost({ cloud, names }: Pick<TestLake, 'cloud' | 'names'>): Promise<AlarmPost> {
  const TopicArn = `arn:aws:sns:${cloud.region}:${cloud.account}:${names.alarmsTopic}`;
  const { QueueUrl } = await cloud.call(admin, 'sqs', 'CreateQueue', { QueueName: 'post' });
  const QueueArn = `arn:aws:sqs:${cloud.region}:${cloud.account}:post`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: QueueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
    },
  });
  await cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  const raw = { RawMessageDelivery: 'true' };
  await cloud.call(admin, 'sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: QueueArn, Attributes: raw });
  const seen: Told[] = [];
  async function receive(): Promise<void> {
    const { Messages = [] } = await cloud.call(admin, 'sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
    for (const { Body = '', ReceiptHandle } of Messages) {
      seen.push(readTold(Body));
      await cloud.call(admin, 'sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
    }
  }
  return {
    async told(page, what, state = 'ALARM', withinMs = 60_000) {
      const raised = async () => {
        await receive();
        return seen.filter((one) => one.state === state);
      };
      const isIt = (one: Told) => one.page === page && one.text.includes(what);
      await eventually(raised, (told) => told.some(isIt), withinMs);
    },
  };
}

function readTold(body: string): Told {
  const alarm = alarmMessage.safeParse(readJson(body));
  const text = alarm.success ? alarm.data.AlarmDescription : body;
  const state = alarm.success ? alarm.data.NewStateValue : 'ALARM';
  return { state, text, page: /docs\/runbook\/([a-z-]+)\.md/.exec(text)?.[1] };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
