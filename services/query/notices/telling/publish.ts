import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Told } from '../core/notice-text.ts';

/** Sends a message to the topic; throws where SNS does not take it. */
export type Publish = (told: Told) => Promise<void>;

export function createPublish(client: Pick<SNSClient, 'send'>, TopicArn: string): Publish {
  return async function publish({ subject: Subject, message: Message }) {
    await client.send(new PublishCommand({ TopicArn, Subject, Message }));
  };
}
