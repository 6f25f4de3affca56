import { randomUUID } from 'node:crypto';
import { AwsError } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { missingParameter } from './fault.ts';
import { runMoveTask } from './move-messages.ts';
import { permission, queueName, type Sqs } from './sqs.ts';
import type { MoveTask } from './store.ts';

const maxPerSecond = 500;

const onArn =
  (action: string) =>
  ({ SourceArn = '' }: { readonly SourceArn?: string | undefined }, { cloud }: Context) => [
    permission(action, cloud, queueName(SourceArn)),
  ];

export const startMessageMoveTask = (sqs: Sqs) =>
  operation('sqs', 'StartMessageMoveTask', {
    permissions: onArn('StartMessageMoveTask'),
    handle(input, { cloud }) {
      const source = input.SourceArn ?? '';
      const queue = sqs.store.open(queueName(source));
      if (input.DestinationArn !== undefined) sqs.store.open(queueName(input.DestinationArn));
      if ([...sqs.store.tasks.values()].some((task) => task.source === source && task.status === 'RUNNING'))
        throw new AwsError('UnsupportedOperation', 'There is already a task running for this queue.');
      const task: MoveTask = {
        handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: source })).toString('base64'),
        source,
        ...(input.DestinationArn !== undefined && { destination: input.DestinationArn }),
        perSecond: input.MaxNumberOfMessagesPerSecond ?? maxPerSecond,
        total: queue.messages.counts().visible,
        moved: 0,
        started: cloud.clock.now(),
        status: 'RUNNING',
      };
      sqs.store.tasks.put(task.handle, task);
      runMoveTask(sqs, cloud.clock, task.handle);
      return { TaskHandle: task.handle };
    },
  });

export const cancelMessageMoveTask = (sqs: Sqs) =>
  operation('sqs', 'CancelMessageMoveTask', {
    permissions: (input, context) =>
      onArn('CancelMessageMoveTask')({ SourceArn: taskOf(sqs, input.TaskHandle).source }, context),
    handle(input) {
      const task = taskOf(sqs, input.TaskHandle);
      if (task.status !== 'RUNNING') throw new AwsError('UnsupportedOperation', 'Only active tasks can be cancelled.');
      sqs.store.tasks.put(task.handle, { ...task, status: 'CANCELLED' });
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  });

export const listMessageMoveTasks = (sqs: Sqs) =>
  operation('sqs', 'ListMessageMoveTasks', {
    permissions: onArn('ListMessageMoveTasks'),
    handle(input) {
      const source = input.SourceArn ?? '';
      sqs.store.open(queueName(source));
      const tasks = [...sqs.store.tasks.values()]
        .filter((task) => task.source === source)
        .sort((a, b) => b.started - a.started);
      return { Results: tasks.slice(0, input.MaxResults ?? 1).map(describe) };
    },
  });

function describe(task: MoveTask) {
  return {
    ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.source,
    ...(task.destination !== undefined && { DestinationArn: task.destination }),
    MaxNumberOfMessagesPerSecond: task.perSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.total,
    ...(task.failure !== undefined && { FailureReason: task.failure }),
    StartedTimestamp: task.started,
  };
}

function taskOf(sqs: Sqs, handle: string | undefined): MoveTask {
  if (handle === undefined) throw missingParameter('TaskHandle');
  const task = sqs.store.tasks.get(handle);
  if (!task) throw new AwsError('ResourceNotFoundException', 'The task does not exist.', 404);
  return task;
}
