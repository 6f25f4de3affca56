import { expect, test } from 'vitest';
import { AwsError } from '../aws/request.ts';
import type { MoveTask, QueueMessage } from '../aws/sqs.ts';
import { callAgain, moveBack, peek, type Sending } from './send-again.ts';

const message = (id: string, body: unknown): QueueMessage => ({
  MessageId: id,
  ReceiptHandle: `handle ${id}`,
  Body: typeof body === 'string' ? body : JSON.stringify(body),
});
const call = (id: string) =>
  message(id, { requestContext: { functionArn: 'arn:aws:lambda:r:1:function:f:$LATEST' }, requestPayload: { id } });

/** A queue whose received messages are hidden until they are given back, and what was asked. */
function doubles(
  messages: readonly QueueMessage[],
  { tasks = [], refuse }: { tasks?: readonly MoveTask[]; refuse?: Error } = {},
) {
  const visible = [...messages];
  const asked: unknown[] = [];
  const left = [...tasks];
  const sending: Sending = {
    startMove: async (source, destination) => {
      asked.push(['move', source, destination]);
      if (refuse !== undefined) throw refuse;
    },
    lastMove: async () => (left.length > 1 ? left.shift() : left[0]),
    receive: async (_url, _seconds, most = 10) => visible.splice(0, Math.min(most, 2)),
    giveBack: async (_url, back) => {
      visible.push(...back);
    },
    deleteMessage: async (_url, { MessageId }) => {
      asked.push(['delete', MessageId]);
    },
    invokeLater: async (arn, payload) => {
      asked.push(['invoke', arn, payload]);
    },
    pause: async () => {
      asked.push(['pause']);
    },
  };
  return { sending, asked, visible };
}

test('a move is followed to its end', async () => {
  const { sending, asked } = doubles([], {
    tasks: [{ Status: 'RUNNING' }, { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 }],
  });
  expect(await moveBack(sending, 'dead', 'home')).toEqual({ sent: 3, left: 0 });
  expect(asked).toEqual([['move', 'dead', 'home'], ['pause']]);
});

test('a move that fails says why, and how far it came', async () => {
  const failed = doubles([], {
    tasks: [{ Status: 'FAILED', ApproximateNumberOfMessagesMoved: 1, FailureReason: 'denied' }],
  });
  expect(await moveBack(failed.sending, 'dead', 'home')).toEqual({ sent: 1, left: 0, failure: 'denied' });
  const cancelled = doubles([], { tasks: [{ Status: 'CANCELLED' }] });
  expect((await moveBack(cancelled.sending, 'dead', 'home')).failure).toContain('CANCELLED');
});

test('a move that runs already is followed, and any other refusal is told', async () => {
  const refuse = new AwsError('AWS.SimpleQueueService.UnsupportedOperation', 'There is already a task running.', 400);
  const running = doubles([], {
    tasks: [{ Status: 'RUNNING' }, { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2 }],
    refuse,
  });
  expect(await moveBack(running.sending, 'dead', 'home')).toEqual({ sent: 2, left: 0 });
  await expect(
    moveBack(doubles([], { tasks: [{ Status: 'COMPLETED' }], refuse }).sending, 'dead', 'home'),
  ).rejects.toBe(refuse);
  const denied = new AwsError('AccessDenied', 'no', 403);
  await expect(
    moveBack(doubles([], { tasks: [{ Status: 'RUNNING' }], refuse: denied }).sending, 'd', 'h'),
  ).rejects.toBe(denied);
});

test('calls are made again one by one, and each is deleted once Lambda has it', async () => {
  const { sending, asked } = doubles([call('a'), call('b'), call('c')]);
  expect(await callAgain(sending, 'url', 3)).toEqual({ sent: 3, left: 0 });
  const arn = 'arn:aws:lambda:r:1:function:f';
  expect(asked.slice(0, 2)).toEqual([
    ['invoke', arn, { id: 'a' }],
    ['delete', 'a'],
  ]);
  expect(asked).toHaveLength(6);
});

test('what holds no call stays, and can be seen again', async () => {
  const odd = [
    message('x', 'text'),
    message('y', { requestContext: { functionArn: 'f' }, requestPayload: 1 }),
    message('z', { requestContext: { functionArn: 'arn:f' } }),
  ];
  const { sending, asked, visible } = doubles([...odd, call('a')]);
  expect(await callAgain(sending, 'url', 4)).toEqual({ sent: 1, left: 3 });
  expect(visible).toEqual(odd);
  expect(asked).toHaveLength(2);
});

test('no more calls are made than there were messages, though what fails comes back', async () => {
  const { sending, asked } = doubles(['a', 'b', 'c', 'd', 'e'].map(call));
  expect(await callAgain(sending, 'url', 3)).toEqual({ sent: 3, left: 0 });
  expect(asked.filter((each) => JSON.stringify(each).includes('invoke'))).toHaveLength(3);
});

test('a call that Lambda refuses is not deleted, and what was set aside is given back', async () => {
  const { sending, asked, visible } = doubles([message('x', 'text'), call('a')]);
  const refused = { ...sending, invokeLater: async () => Promise.reject(new Error('throttled')) };
  await expect(callAgain(refused, 'url', 2)).rejects.toThrow('throttled');
  expect(asked).toEqual([]);
  expect(visible.map(({ MessageId }) => MessageId)).toEqual(['x']);
});

test('what is read is given back, all of it', async () => {
  const { sending, visible } = doubles(['a', 'b', 'c', 'd', 'e'].map((id) => message(id, 'text')));
  const read = await peek(sending, 'url', 3);
  expect(read.map(({ MessageId }) => MessageId)).toEqual(['a', 'b', 'c']);
  expect(visible).toHaveLength(5);
});
