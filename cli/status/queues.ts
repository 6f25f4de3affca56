import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { atOnce } from '../files/at-once.ts';
import type { Stage } from '../jobs/place.ts';
import { queueUrls } from '../replay/dead-letters.ts';
import { inStage } from './in-stage.ts';

/** A queue of the lake, and what is in it now. */
export type Queue = {
  readonly name: string;
  readonly url: string;
  readonly service: string;
  /** Without service and stage: `parse`, `parse-dead`. */
  readonly short: string;
  readonly isDeadLetters: boolean;
  readonly waiting: number;
  /** Taken by a function, and not done yet. */
  readonly inFlight: number;
};

const looksAtOnce = 8;

/** All queues of a stage, whichever service they belong to, by name. */
export async function readQueues(sqs: Pick<SQSClient, 'send'>, stage: Stage): Promise<readonly Queue[]> {
  const urls = await queueUrls(sqs, `${stage.prefix}-`);
  const found = urls.flatMap((url) => {
    const name = url.slice(url.lastIndexOf('/') + 1);
    const parts = inStage(name, stage);
    return parts === undefined ? [] : [{ name, url, ...parts }];
  });
  return atOnce(
    looksAtOnce,
    found.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    async (queue) => {
      const { Attributes: attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: queue.url,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return {
        ...queue,
        isDeadLetters: queue.short.endsWith('-dead'),
        waiting: Number(attributes.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      };
    },
  );
}
