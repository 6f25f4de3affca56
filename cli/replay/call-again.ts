import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';

/** What Lambda tells an on-failure destination: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const failedCall = z.object({
  requestContext: z.object({ functionArn: z.string().startsWith('arn:') }),
  requestPayload: z.unknown().refine((payload) => payload !== undefined && payload !== null),
});

export type Calls = { readonly moved: number; readonly left: number; readonly isStopped: boolean };

type Clients = { readonly sqs: Pick<SQSClient, 'send'>; readonly lambda: Pick<LambdaClient, 'send'> };

type Watching = {
  readonly messages: number;
  readonly tell: (moved: number) => void;
  readonly isStopped: () => boolean;
};

/** Long enough that a message that stays is not seen twice in one run. */
const hiddenSeconds = 300;

/**
 * Makes the calls again that a queue of failed asynchronous invocations holds; a message is deleted once Lambda has taken its call. At
 * most as many as there are now: what fails again comes back. Messages that hold no call stay.
 */
export async function callAgain({ sqs, lambda }: Clients, QueueUrl: string, watch: Watching): Promise<Calls> {
  let moved = 0;
  let left = 0;
  while (moved + left < watch.messages && !watch.isStopped()) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.min(10, watch.messages - moved - left),
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
      }),
    );
    if (messages.length === 0) break;
    for (const message of messages) {
      if (await callOne(lambda, message)) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
        moved += 1;
      } else left += 1;
    }
    watch.tell(moved);
  }
  return { moved, left, isStopped: watch.isStopped() };
}

async function callOne(lambda: Clients['lambda'], { Body: body = '' }: Message): Promise<boolean> {
  const read = failedCall.safeParse(parsed(body));
  if (!read.success) return false;
  const { requestContext, requestPayload } = read.data;
  await lambda.send(
    new InvokeCommand({
      FunctionName: requestContext.functionArn.replace(/:\$LATEST$/, ''),
      InvocationType: 'Event',
      Payload: JSON.stringify(requestPayload),
    }),
  );
  return true;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
