import {
  CancelMessageMoveTaskCommand,
  DeleteMessageCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  StartMessageMoveTaskCommand,
  UnsupportedOperation,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { callAgain } from './call-again.ts';
import { redrive } from './dead-letters.ts';

const queue = {
  name: 'x-dead',
  arn: 'arn:aws:sqs:eu-west-1:1:x-dead',
  url: 'http://sqs/1/x-dead',
  messages: 9,
  home: 'x',
};

type Task = {
  readonly Status: string;
  readonly ApproximateNumberOfMessagesMoved?: number;
  readonly FailureReason?: string;
};

/** SQS whose task goes through these states. */
function createSqs(tasks: readonly Task[], refusal?: Error) {
  const sent: object[] = [];
  let at = 0;
  const send = async (command: object): Promise<object> => {
    sent.push(command);
    if (command instanceof StartMessageMoveTaskCommand && refusal !== undefined) throw refusal;
    if (!(command instanceof ListMessageMoveTasksCommand)) return {};
    const task = tasks[Math.min(at++, tasks.length - 1)];
    return { Results: task === undefined ? [] : [{ TaskHandle: 'h', ...task }] };
  };
  return { sent, send };
}

const watch = (isStopped = () => false) => ({ tell: () => undefined, isStopped, pauseMs: 0 });
const running = (moved: number) => ({ Status: 'RUNNING', ApproximateNumberOfMessagesMoved: moved });
const completed = (moved: number) => ({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: moved });
const refused = new UnsupportedOperation({ $metadata: {}, message: 'There is already a task running.' });

describe('redrive', () => {
  test('has SQS move the messages home, and waits for the end', async () => {
    const sqs = createSqs([running(2), running(5), completed(9)]);
    expect(await redrive(sqs, queue, watch())).toEqual({ state: 'done', moved: 9 });
    expect(sqs.sent[0]).toMatchObject({ input: { SourceArn: queue.arn, DestinationArn: 'arn:aws:sqs:eu-west-1:1:x' } });
  });

  test('follows a task that runs already', async () => {
    expect(await redrive(createSqs([running(4), completed(9)], refused), queue, watch())).toMatchObject({ moved: 9 });
  });

  test('tells why SQS refuses, when no task runs', async () => {
    await expect(redrive(createSqs([completed(1)], refused), queue, watch())).rejects.toThrow(refused);
  });

  test('cancels the task when it is stopped', async () => {
    const sqs = createSqs([running(3)]);
    expect(
      await redrive(
        sqs,
        queue,
        watch(() => true),
      ),
    ).toEqual({ state: 'interrupted', moved: 3 });
    expect(sqs.sent.at(-1)).toBeInstanceOf(CancelMessageMoveTaskCommand);
  });

  test('tells why a task failed', async () => {
    const sqs = createSqs([{ Status: 'FAILED', FailureReason: 'AccessDenied' }]);
    expect(await redrive(sqs, queue, watch())).toMatchObject({ state: 'failed', failure: 'AccessDenied' });
  });
});

/** A queue of failed calls, whose messages are hidden once received. */
function createCalls(bodies: readonly string[]) {
  const hidden = bodies.map((Body, index) => ({ Body, ReceiptHandle: String(index) }));
  const deleted: (string | undefined)[] = [];
  const called: object[] = [];
  const sqs = {
    send: async (command: object): Promise<object> => {
      if (command instanceof ReceiveMessageCommand) {
        return { Messages: hidden.splice(0, command.input.MaxNumberOfMessages) };
      }
      if (command instanceof DeleteMessageCommand) deleted.push(command.input.ReceiptHandle);
      return {};
    },
  };
  const lambda = {
    send: async ({ input }: { input: object }): Promise<object> => {
      called.push(input);
      return {};
    },
  };
  return { clients: { sqs, lambda }, deleted, called };
}

const functionArn = 'arn:aws:lambda:eu-west-1:1:function:f';
const call = (requestPayload: unknown) =>
  JSON.stringify({ requestContext: { functionArn: `${functionArn}:$LATEST` }, requestPayload });

describe('failed calls', () => {
  test('are made again with what they were made with, and then deleted', async () => {
    const { clients, called, deleted } = createCalls([
      call({ a: 1 }),
      '{"KinesisBatchInfo":{}}',
      'no json',
      call({ a: 2 }),
    ]);
    const calls = await callAgain(clients, queue.url, { messages: 4, ...watch() });
    expect(calls).toEqual({ moved: 2, left: 2, isStopped: false });
    expect(called).toEqual([
      { FunctionName: functionArn, InvocationType: 'Event', Payload: '{"a":1}' },
      { FunctionName: functionArn, InvocationType: 'Event', Payload: '{"a":2}' },
    ]);
    expect(deleted).toEqual(['0', '3']);
  });

  test('are no more than there were at the beginning: what fails again comes back later', async () => {
    const { clients } = createCalls(Array.from({ length: 30 }, () => call(1)));
    expect(await callAgain(clients, queue.url, { messages: 12, ...watch() })).toMatchObject({ moved: 12 });
  });

  test('stay where Lambda does not take them', async () => {
    const { clients, deleted } = createCalls([call(1)]);
    const lambda = { send: () => Promise.reject(new Error('throttled')) };
    await expect(callAgain({ ...clients, lambda }, queue.url, { messages: 1, ...watch() })).rejects.toThrow(
      'throttled',
    );
    expect(deleted).toEqual([]);
  });
});
