import { invalidAttributeValue, invalidParameter } from './fault.ts';
import { readRedriveAllowPolicy, readRedrivePolicy } from './queue-attributes.ts';
import { queueName, type Sqs } from './sqs.ts';

/** The dead-letter queue exists, is of the same kind, and lets this queue use it. */
export function checkRedrive(sqs: Sqs, name: string, attributes: Readonly<Record<string, string>>): void {
  const policy = readRedrivePolicy(attributes);
  if (!policy) return;
  const target = sqs.store.find(queueName(policy.deadLetterTargetArn));
  if (!target || target.arn !== policy.deadLetterTargetArn)
    throw invalidParameter(
      `Value ${attributes.RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    );
  if (target.isFifo !== name.endsWith('.fifo'))
    throw invalidParameter(
      `Value ${attributes.RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: Dead-letter queue must be same type of queue as the source.`,
    );
  const allow = readRedriveAllowPolicy(target.attributes);
  const isListed = allow?.sourceQueueArns?.includes(sqs.store.arn(name)) === true;
  if (allow?.redrivePermission === 'denyAll' || (allow?.redrivePermission === 'byQueue' && !isListed))
    throw invalidAttributeValue(
      'RedrivePolicy',
      'the RedriveAllowPolicy of the dead-letter queue does not allow this queue',
    );
}
