import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { invalidParameter } from './fault.ts';
import { checkAttributes, checkTogether, effectiveAttributes } from './queue-attributes.ts';
import { checkRedrive } from './redrive-check.ts';
import { permission, type Sqs } from './sqs.ts';

export const createQueue = (sqs: Sqs) =>
  operation('sqs', 'CreateQueue', {
    permissions: (input, { cloud }) => [permission('CreateQueue', cloud, input.QueueName ?? '')],
    handle(input, { cloud }) {
      const name = input.QueueName ?? '';
      const attributes = input.Attributes ?? {};
      checkName(name, attributes);
      checkAttributes(attributes, name.endsWith('.fifo'));
      checkTogether(attributes);
      const url = { QueueUrl: sqs.store.url(name) };
      const existing = sqs.store.find(name);
      if (existing) {
        checkSame(existing.attributes, attributes);
        return url;
      }
      checkRedrive(sqs, name, attributes);
      const now = cloud.clock.now();
      sqs.store.queues.put(name, { name, created: now, modified: now, attributes, tags: input.tags ?? {} });
      return url;
    },
  });

function checkName(name: string, attributes: Readonly<Record<string, string>>): void {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name.replace(/\.fifo$/, '')) || name.length > 80)
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  const isFifo = attributes.FifoQueue === 'true';
  if (isFifo && !name.endsWith('.fifo')) throw invalidParameter('The queue name must end with the .fifo suffix.');
  if (!isFifo && name.endsWith('.fifo'))
    throw invalidParameter('A queue whose name ends with .fifo has FifoQueue true.');
}

/** Creating a queue again is allowed with the same attributes. */
function checkSame(existing: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): void {
  const normal = effectiveAttributes(wanted);
  for (const name of Object.keys(wanted))
    if (existing[name] !== normal[name])
      throw new AwsError(
        'QueueNameExists',
        `A queue already exists with the same name and a different value for attribute ${name}`,
      );
}
