import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { changeMessageVisibility, changeMessageVisibilityBatch } from './change-message-visibility.ts';
import { createQueue } from './create-queue.ts';
import { deleteMessage, deleteMessageBatch } from './delete-message.ts';
import { deleteQueue, purgeQueue } from './delete-queue.ts';
import { listDeadLetterSourceQueues, listQueues } from './list-queues.ts';
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from './message-move-task.ts';
import { createQueueMetrics } from './metrics.ts';
import { runMoveTask } from './move-messages.ts';
import { getQueueAttributes, getQueueUrl, setQueueAttributes } from './queue-settings.ts';
import { listQueueTags, tagQueue, untagQueue } from './queue-tags.ts';
import { receiveMessage } from './receive-message.ts';
import { queueResource } from './resources/queue.ts';
import { queuePolicyResource } from './resources/queue-policy.ts';
import { sendMessage, sendMessageBatch } from './send-message.ts';
import { queueName, type Sqs } from './sqs.ts';
import { openSqsStore } from './store.ts';

const makers = [
  cancelMessageMoveTask,
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  createQueue,
  deleteMessage,
  deleteMessageBatch,
  deleteQueue,
  getQueueAttributes,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listMessageMoveTasks,
  listQueueTags,
  listQueues,
  purgeQueue,
  receiveMessage,
  sendMessage,
  sendMessageBatch,
  setQueueAttributes,
  startMessageMoveTask,
  tagQueue,
  untagQueue,
];

/** Amazon SQS: standard and FIFO queues on this disk. */
export function createSqs(cloud: Cloud): Service {
  let isStopped = false;
  const store = openSqsStore(cloud);
  const metrics = createQueueMetrics(cloud, store);
  const sqs: Sqs = { store, metrics, polls: new Set(), stopped: () => isStopped };
  return {
    name: 'sqs',
    operations: makers.map((make) => make(sqs)),
    resources: [queueResource(), queuePolicyResource()],
    resourcePolicy: (arn) => sqs.store.queues.get(queueName(arn))?.attributes.Policy || undefined,
    start() {
      metrics.start();
      for (const task of sqs.store.tasks.values())
        if (task.status === 'RUNNING') runMoveTask(sqs, cloud.clock, task.handle);
    },
    async stop() {
      isStopped = true;
      metrics.stop();
      for (const giveUp of [...sqs.polls]) giveUp();
    },
  };
}
