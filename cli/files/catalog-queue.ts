import { GetQueueUrlCommand, QueueDoesNotExist, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FilesLake } from './files-lake.ts';

/** Sends a message to a queue of services/catalog. */
export async function sendToCatalog({ target, names }: FilesLake, queue: string, message: object): Promise<void> {
  const sqs = new SQSClient({ ...target.client, useQueueUrlAsEndpoint: false });
  const QueueName = `${names.prefix}-catalog-${target.stage}-${queue}`;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName })).catch((error: unknown) => {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    throw new Error(
      `services/catalog is not deployed to the stage ${target.stage}, or in an older version: there is no queue ${QueueName}.`,
      { cause: error },
    );
  });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}
