import type { Target } from '@aws-sdk/client-eventbridge';
import type { Cloud } from '../../kernel/cloud.ts';
import { notCovered } from '../../kernel/error.ts';
import { type Attempt, asRole, asService } from './attempt.ts';
import type { BusEvent } from './event.ts';
import { busPermission } from './events.ts';
import { targetInput } from './input.ts';
import { readPath } from './json-path.ts';
import { sendToLogGroup } from './log-target.ts';
import type { Delivery } from './record.ts';
import { busName } from './store.ts';

/** One attempt to give an event to its target; throws what the target's service answers. */
export type SendToTarget = (delivery: Delivery) => Promise<void>;

type Accept = (event: BusEvent, bus: string) => void;

/** The services that can be targets here. */
export function targetService(arn: string): string {
  const [, , service = '', , , resource = ''] = arn.split(':');
  return service === 'events' && resource.startsWith('event-bus/') ? 'bus' : service;
}

const senders: Readonly<Record<string, (attempt: Attempt) => Promise<void>>> = {
  lambda: sendToFunction,
  sqs: sendToQueue,
  sns: sendToTopic,
  firehose: sendToDeliveryStream,
  kinesis: sendToStream,
  logs: sendToLogGroup,
};

/** Throws NotImplemented, naming the service, for a target that cannot be one here. */
export function checkTargetService({ Arn = '' }: Target): void {
  const service = targetService(Arn);
  if (service !== 'bus' && !Object.hasOwn(senders, service))
    throw notCovered(`EventBridge targets of ${service || Arn}`);
}

export function createSender(cloud: Cloud, accept: Accept): SendToTarget {
  return async (delivery) => {
    const { target, event, ruleArn, ruleName, accepted } = delivery;
    const service = targetService(target.Arn ?? '');
    if (service === 'bus') return sendToBus(cloud, delivery, accept);
    const send = senders[service];
    if (!send) throw notCovered(`EventBridge targets of ${service}`);
    const payload = targetInput(event, target, { arn: ruleArn, name: ruleName }, accepted);
    return send({ delivery, cloud, payload });
  };
}

async function sendToFunction({ delivery, cloud, payload }: Attempt): Promise<void> {
  await cloud.call(asService(delivery), 'lambda', 'Invoke', {
    FunctionName: delivery.target.Arn,
    InvocationType: 'Event',
    Payload: Buffer.from(payload),
  });
}

async function sendToQueue({ delivery, cloud, payload }: Attempt): Promise<void> {
  const name = (delivery.target.Arn ?? '').split(':').at(-1) ?? '';
  const groupId = delivery.target.SqsParameters?.MessageGroupId;
  await cloud.call(asService(delivery), 'sqs', 'SendMessage', {
    QueueUrl: `${cloud.endpoint}/${cloud.account}/${name}`,
    MessageBody: payload,
    ...(groupId !== undefined && { MessageGroupId: groupId }),
  });
}

async function sendToTopic({ delivery, cloud, payload }: Attempt): Promise<void> {
  await cloud.call(asService(delivery), 'sns', 'Publish', { TopicArn: delivery.target.Arn, Message: payload });
}

async function sendToDeliveryStream({ delivery, cloud, payload }: Attempt): Promise<void> {
  await cloud.call(asRole(delivery), 'firehose', 'PutRecord', {
    DeliveryStreamName: resourceName(delivery.target),
    Record: { Data: Buffer.from(payload) },
  });
}

async function sendToStream({ delivery, cloud, payload }: Attempt): Promise<void> {
  const path = delivery.target.KinesisParameters?.PartitionKeyPath;
  const key = path === undefined ? delivery.event.id : readPath(delivery.event, path);
  await cloud.call(asRole(delivery), 'kinesis', 'PutRecord', {
    StreamName: resourceName(delivery.target),
    PartitionKey: String(key ?? delivery.event.id).slice(0, 256),
    Data: Buffer.from(payload),
  });
}

/** An event goes to another bus as it is; it came from there already when its rule forwards to its own bus. */
async function sendToBus(cloud: Cloud, delivery: Delivery, accept: Accept): Promise<void> {
  const { target, event } = delivery;
  cloud.authorize(asRole(delivery), busPermission('PutEvents', target.Arn, { cloud }));
  accept(event, busName(target.Arn));
}

function resourceName({ Arn = '' }: Target): string {
  return Arn.slice(Arn.lastIndexOf('/') + 1);
}
