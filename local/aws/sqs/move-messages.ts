import type { Clock } from '../../kernel/clock.ts';
import { redrive } from './dead-letter.ts';
import type { StoredMessage } from './record.ts';
import { queueName, type Sqs } from './sqs.ts';
import type { MoveTask } from './store.ts';

/** Works on a task second by second, until its messages are moved, it is cancelled, or one of its queues is gone. */
export function runMoveTask(sqs: Sqs, clock: Clock, handle: string): void {
  clock.after(0, () => {
    const task = sqs.store.tasks.get(handle);
    if (task?.status !== 'RUNNING') return;
    const next = step(sqs, clock, task);
    sqs.store.tasks.put(handle, next);
    if (next.status === 'RUNNING') clock.after(1000, () => runMoveTask(sqs, clock, handle));
  });
}

function step(sqs: Sqs, clock: Clock, task: MoveTask): MoveTask {
  const source = sqs.store.find(queueName(task.source));
  if (!source) return { ...task, status: 'FAILED', failure: 'AWS.SimpleQueueService.NonExistentQueue' };
  const now = clock.now();
  const waiting = source.messages.all().filter((message) => message.visibleAt <= now && message.sentAt <= task.started);
  const batch = waiting.slice(0, Math.min(task.perSecond, task.total - task.moved));
  for (const message of batch) {
    const target = targetOf(sqs, task, message);
    if (!target) return { ...task, status: 'FAILED', failure: 'CouldNotDetermineMessageSource' };
    redrive(message, target);
    source.messages.delete(message.key);
  }
  const moved = task.moved + batch.length;
  const isDone = batch.length === 0 || moved >= task.total;
  return { ...task, moved, status: isDone ? 'COMPLETED' : 'RUNNING' };
}

function targetOf(sqs: Sqs, task: MoveTask, message: StoredMessage) {
  const arn = task.destination ?? message.deadLetterSource;
  return arn === undefined ? undefined : sqs.store.find(queueName(arn));
}
