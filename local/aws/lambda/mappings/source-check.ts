import { AwsError } from '../../../kernel/error.ts';
import type { Context } from '../../../kernel/operation.ts';
import { type MappingSettings, serviceOf } from '../mapping-settings.ts';
import { invalid } from '../refusal.ts';
import type { Configuration } from '../store.ts';

const maxFifoBatch = 10;

/** Throws unless the source is there, and a queue hides messages at least as long as the function may take for them. */
export async function checkSource(
  eventSourceArn: string,
  settings: MappingSettings,
  { Timeout }: Pick<Configuration, 'Timeout'>,
  { cloud }: Context,
): Promise<void> {
  const service = serviceOf(eventSourceArn);
  if (service === 'kinesis')
    await cloud
      .call({ kind: 'admin' }, 'kinesis', 'DescribeStreamSummary', { StreamARN: eventSourceArn })
      .catch((error: unknown) => refuse(`Stream not found: ${eventSourceArn}`, error));
  if (service !== 'sqs') return;
  const [account, name = ''] = eventSourceArn.split(':').slice(4);
  const { Attributes = {} } = await cloud
    .call({ kind: 'admin' }, 'sqs', 'GetQueueAttributes', {
      QueueUrl: `${cloud.endpoint}/${account}/${name}`,
      AttributeNames: ['All'],
    })
    .catch((error: unknown) =>
      refuse(
        'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
        error,
      ),
    );
  if (Number(Attributes.VisibilityTimeout) < Timeout)
    throw invalid(
      `Queue visibility timeout: ${Attributes.VisibilityTimeout} seconds is less than Function timeout: ${Timeout} seconds`,
    );
  if (name.endsWith('.fifo')) checkFifo(settings);
}

function checkFifo({ BatchSize = maxFifoBatch, MaximumBatchingWindowInSeconds: window = 0 }: MappingSettings): void {
  if (BatchSize > maxFifoBatch) throw invalid(`The batch size of a FIFO queue is at most ${maxFifoBatch}.`);
  if (window > 0) throw invalid('Batching window is not supported for FIFO queues.');
}

function refuse(message: string, error: unknown): never {
  throw error instanceof AwsError ? invalid(message) : error;
}
