import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { noQueue } from './fault.ts';
import { openQueue, type Queue } from './queue.ts';
import { effectiveAttributes } from './queue-attributes.ts';
import type { QueueRecord } from './record.ts';

/** A queue as operations use it: what it is and what is in it. */
export type OpenQueue = {
  readonly record: QueueRecord;
  readonly arn: string;
  readonly isFifo: boolean;
  /** With SQS's defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messages: Queue;
};

export type MoveTask = {
  readonly handle: string;
  readonly source: string;
  readonly destination?: string;
  readonly perSecond: number;
  readonly total: number;
  readonly moved: number;
  readonly started: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly failure?: string;
};

export type SqsStore = {
  readonly queues: Journal<QueueRecord>;
  readonly tasks: Journal<MoveTask>;
  /** Throws QueueDoesNotExist. */
  open(name: string): OpenQueue;
  /** The queue of an ARN or of a queue URL's last part, if it exists. */
  find(name: string): OpenQueue | undefined;
  remove(name: string): void;
  url(name: string): string;
  arn(name: string): string;
};

export function openSqsStore(cloud: Cloud): SqsStore {
  const dir = join(cloud.stateDir, 'sqs');
  const queues = openJournal<QueueRecord>(join(dir, 'queues.jsonl'));
  const open = new Map<string, Queue>();
  const arn = (name: string) => `arn:aws:sqs:${cloud.region}:${cloud.account}:${name}`;
  const folder = (name: string) => join(dir, 'queues', name);
  const messagesOf = (name: string, isFifo: boolean): Queue => {
    const known = open.get(name);
    if (known) return known;
    mkdirSync(folder(name), { recursive: true });
    const queue = openQueue(folder(name), cloud.clock, { isFifo });
    open.set(name, queue);
    return queue;
  };
  const find = (name: string): OpenQueue | undefined => {
    const record = queues.get(name);
    if (!record) return undefined;
    const isFifo = name.endsWith('.fifo');
    const attributes = effectiveAttributes(record.attributes);
    return { record, arn: arn(name), isFifo, attributes, messages: messagesOf(name, isFifo) };
  };
  return {
    queues,
    tasks: openJournal<MoveTask>(join(dir, 'tasks.jsonl')),
    find,
    open(name) {
      const queue = find(name);
      if (!queue) throw noQueue();
      return queue;
    },
    remove(name) {
      queues.delete(name);
      open.delete(name);
      rmSync(folder(name), { recursive: true, force: true });
    },
    url: (name) => `${cloud.endpoint}/${cloud.account}/${name}`,
    arn,
  };
}
