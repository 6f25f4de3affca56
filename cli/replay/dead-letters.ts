import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  ListQueuesCommand,
  type ListQueuesResult,
  type SQSClient,
  StartMessageMoveTaskCommand,
  UnsupportedOperation,
} from '@aws-sdk/client-sqs';

type Sends = Pick<SQSClient, 'send'>;

export type DeadLetters = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly messages: number;
  /** The queue that the messages go back to; undefined where none says that this one takes its dead letters. */
  readonly home: string | undefined;
};

/** The dead-letter queues of a stage, whichever service they belong to. */
export async function findDeadLetters(
  sqs: Sends,
  { prefix, stage }: { prefix: string; stage: string },
): Promise<readonly DeadLetters[]> {
  const found: DeadLetters[] = [];
  for (const url of await queueUrls(sqs, `${prefix}-`)) {
    const name = url.slice(url.lastIndexOf('/') + 1);
    const [, inStage] = /^[a-z]+-(.+)-dead$/.exec(name.slice(prefix.length + 1)) ?? [];
    if (inStage?.startsWith(`${stage}-`)) found.push(await describe(sqs, url, name));
  }
  return found;
}

/** The addresses of all queues whose names begin so. */
export async function queueUrls(sqs: Sends, prefix: string): Promise<readonly string[]> {
  const urls: string[] = [];
  let token: string | undefined;
  do {
    const page: ListQueuesResult = await sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1000, NextToken: token }),
    );
    urls.push(...(page.QueueUrls ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return urls;
}

async function describe(sqs: Sends, QueueUrl: string, name: string): Promise<DeadLetters> {
  const { Attributes: attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages'] }),
  );
  const { queueUrls: homes = [] } = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  const [home, ...others] = homes;
  return {
    name,
    arn: attributes.QueueArn ?? '',
    url: QueueUrl,
    messages: Number(attributes.ApproximateNumberOfMessages ?? 0),
    home: others.length === 0 ? home?.slice(home.lastIndexOf('/') + 1) : undefined,
  };
}

export type Redrive = {
  readonly state: 'done' | 'interrupted' | 'failed';
  readonly moved: number;
  readonly failure?: string;
};

type Watching = { readonly tell: (moved: number) => void; readonly isStopped: () => boolean; readonly pauseMs: number };

/**
 * Has SQS move a queue's messages back to where they were to go, also those that EventBridge put there. A task that runs already is
 * followed. Stopped between two looks, it leaves what has not been moved where it is.
 */
export async function redrive(
  sqs: Sends,
  { arn, home }: DeadLetters & { home: string },
  watch: Watching,
): Promise<Redrive> {
  const destination = `${arn.slice(0, arn.lastIndexOf(':'))}:${home}`;
  const refusal = await start(sqs, arn, destination);
  for (let look = 0; ; look += 1) {
    const { Results: [task] = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }));
    if (look === 0 && refusal !== undefined && task?.Status !== 'RUNNING') throw refusal;
    const ended = endOf(task);
    if (ended !== undefined) return ended;
    const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
    watch.tell(moved);
    if (watch.isStopped()) {
      await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: task?.TaskHandle }));
      return { state: 'interrupted', moved };
    }
    await new Promise((resolve) => setTimeout(resolve, watch.pauseMs));
  }
}

function endOf(task: ListMessageMoveTasksResultEntry | undefined): Redrive | undefined {
  const { Status: status, ApproximateNumberOfMessagesMoved: moved = 0, FailureReason: failure } = task ?? {};
  if (status === 'RUNNING' || status === 'CANCELLING') return undefined;
  if (status === 'COMPLETED') return { state: 'done', moved };
  return { state: 'failed', moved, failure: failure ?? `the task is ${status ?? 'gone'}` };
}

/** Why SQS did not start a task: one at a time, so perhaps because one runs already. */
async function start(sqs: Sends, source: string, destination: string): Promise<Error | undefined> {
  try {
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: source, DestinationArn: destination }));
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedOperation) return error;
    throw error;
  }
}
