import type { Cloud } from '../../kernel/cloud.ts';
import type { AwsError } from '../../kernel/error.ts';
import { countOfRule } from './metrics.ts';
import type { Delivery, Exhaustion } from './record.ts';

/** Sends an event that could not be delivered to its target's dead-letter queue, with the attributes that AWS gives it. */
export async function sendDeadLetter(
  cloud: Cloud,
  delivery: Delivery,
  error: AwsError,
  why: Exhaustion | 'permanent',
): Promise<void> {
  const { event, target, ruleArn, attempts } = delivery;
  const queueArn = target.DeadLetterConfig?.Arn;
  const fields = { rule: ruleArn, target: target.Arn, event: event.id, error: `${error.code}: ${error.message}` };
  if (queueArn === undefined) {
    cloud.log('error', 'EventBridge dropped an event: its target has no dead-letter queue', fields);
    return;
  }
  cloud.log('warn', 'EventBridge sent an event to a dead-letter queue', fields);
  const attributes = {
    RULE_ARN: ruleArn,
    TARGET_ARN: target.Arn ?? '',
    ERROR_CODE: error.code,
    ERROR_MESSAGE: error.message.slice(0, 1024) || error.code,
    RETRY_ATTEMPTS: String(Math.max(0, attempts - 1)),
    ...(why !== 'permanent' && { EXHAUSTED_RETRY_CONDITION: why }),
  };
  try {
    await cloud.call({ kind: 'service', principal: 'events.amazonaws.com', sourceArn: ruleArn }, 'sqs', 'SendMessage', {
      QueueUrl: `${cloud.endpoint}/${cloud.account}/${queueArn.slice(queueArn.lastIndexOf(':') + 1)}`,
      MessageBody: JSON.stringify(event),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    });
    countOfRule(cloud, delivery, 'InvocationsSentToDlq');
  } catch (cause) {
    countOfRule(cloud, delivery, 'InvocationsFailedToBeSentToDlq');
    cloud.log('error', 'EventBridge dropped an event: its dead-letter queue does not take it', {
      ...fields,
      queue: queueArn,
      cause: String(cause),
    });
  }
}
