import { admin } from '@tributary/local/kernel/caller.ts';
import type { Cloud } from '@tributary/local/kernel/cloud.ts';
import * as z from 'zod';

const told = z.object({ detail: z.object({ table: z.string(), cause: z.string() }) });

/** Listens to `Table Updated` of a bus. `since(t)`: of each table whose rows changed, when (epoch ms) it was told last, from then on. */
export async function hear(cloud: Cloud, EventBusName: string) {
  const { QueueUrl } = await cloud.call(admin, 'sqs', 'CreateQueue', { QueueName: 'bench-heard' });
  const { Attributes } = await cloud.call(admin, 'sqs', 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  const Arn = Attributes?.QueueArn;
  const Statement = {
    ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } },
    ...{ Action: 'sqs:SendMessage', Resource: Arn },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  const pattern = { 'detail-type': ['Table Updated'], source: ['tributary.query'] };
  const rule = { Name: 'bench-heard', EventBusName };
  await cloud.call(admin, 'events', 'PutRule', { ...rule, EventPattern: JSON.stringify(pattern) });
  await cloud.call(admin, 'events', 'PutTargets', {
    Rule: rule.Name,
    EventBusName,
    Targets: [{ Id: 'heard', Arn }],
  });

  const events: { readonly table: string; readonly at: number }[] = [];
  const life = { isOver: false };
  async function listen(): Promise<void> {
    while (!life.isOver) {
      const { Messages = [] } = await cloud.call(admin, 'sqs', 'ReceiveMessage', {
        ...{ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2, VisibilityTimeout: 43_200 },
      });
      const at = Date.now();
      for (const { Body, ReceiptHandle } of Messages) {
        const { table, cause } = told.parse(JSON.parse(Body ?? '')).detail;
        if (cause === 'rows') events.push({ table, at });
        await cloud.call(admin, 'sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
      }
    }
  }
  void listen().catch((error: unknown) => {
    if (!life.isOver) throw error;
  });
  return {
    since: (from: number): ReadonlyMap<string, number> =>
      new Map(events.filter(({ at }) => at >= from).map(({ table, at }) => [table, at])),
    stop() {
      life.isOver = true;
    },
  };
}
