import type { Message } from '@aws-sdk/client-sqs';
import { queueUrl } from '../destination.ts';
import type { Engine } from '../engine.ts';
import type { Mapping } from '../store.ts';
import { readBatchResponse } from './batch-response.ts';
import { keepOn } from './keep-on.ts';
import type { Poller, PollerOptions } from './poller.ts';
import { createSourceReader, readerRole, type SourceReader } from './source-reader.ts';
import { type Held, isHeld, toEventRecord, toFiltered } from './sqs-record.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: the event's size ends a batch, too. */
const maxBatchBytes = 6_000_000;
const receiveAtMost = 10;
/** Short, so that a stopped poller does not take messages that nobody handles. */
const longPollSeconds = 2;
const defaultConcurrency = 5;
const defaultFailedVisibilitySeconds = 2;

type Reader = SourceReader & { readonly QueueUrl: string; readonly running: Set<Promise<void>> };

/** Reads a queue for a function as the function's role: batches, windows, filters, partial failures, concurrency. */
export function pollSqs(engine: Engine, mapping: Mapping, options: PollerOptions): Poller {
  const { cloud } = engine;
  const reader: Reader = {
    ...createSourceReader(engine, mapping, options),
    QueueUrl: queueUrl(cloud.endpoint, mapping.EventSourceArn),
    running: new Set(),
  };
  const looping = keepOn(reader.life, () => turn(reader));
  return {
    async stop() {
      reader.life.stopped = true;
      await Promise.race([looping, cloud.clock.wait(longPollSeconds * 1_000)]);
      await Promise.allSettled(reader.running);
    },
  };
}

async function turn(reader: Reader): Promise<number> {
  const { running, life } = reader;
  while (!hasRoom(reader)) await Promise.race([...running, life.cloud.clock.wait(1_000)]);
  const batch = await gather(reader);
  if (life.stopped) await giveBack(reader, batch);
  else if (batch.length > 0) dispatch(reader, batch);
  return 0;
}

function hasRoom({ engine, mapping, running, target }: Reader): boolean {
  const concurrency = mapping.ScalingConfig?.MaximumConcurrency ?? defaultConcurrency;
  return running.size < concurrency && (running.size === 0 || engine.room(target.name) > 0);
}

function dispatch(reader: Reader, batch: readonly Held[]): void {
  const { life, running } = reader;
  const run = handle(reader, batch)
    .catch((error: unknown) => life.cloud.log('warn', life.what, { reason: String(error) }))
    .finally(() => running.delete(run));
  running.add(run);
}

/** One receive, and more until the batch is full or its window is over. */
async function gather(reader: Reader): Promise<Held[]> {
  const { mapping, life } = reader;
  const batchSize = mapping.BatchSize ?? receiveAtMost;
  const batch = await receive(reader, batchSize, longPollSeconds * 1_000);
  const until = life.cloud.clock.now() + (mapping.MaximumBatchingWindowInSeconds ?? 0) * 1_000;
  const isOpen = () => batch.length > 0 && batch.length < batchSize && bytesOf(batch) < maxBatchBytes && !life.stopped;
  for (let left = until - life.cloud.clock.now(); left > 0 && isOpen(); left = until - life.cloud.clock.now()) {
    const more = await receive(reader, batchSize - batch.length, left);
    batch.push(...more);
    if (more.length === 0) await life.cloud.clock.wait(Math.min(50, left));
  }
  return batch;
}

async function receive(reader: Reader, most: number, waitMs: number): Promise<Held[]> {
  const { Messages = [] } = await reader.engine.cloud.call(readerRole(reader), 'sqs', 'ReceiveMessage', {
    QueueUrl: reader.QueueUrl,
    MaxNumberOfMessages: Math.min(receiveAtMost, most),
    WaitTimeSeconds: Math.min(longPollSeconds, Math.floor(waitMs / 1_000)),
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  return Messages.filter(isHeld);
}

async function handle(reader: Reader, batch: readonly Held[]): Promise<void> {
  const { engine, mapping, target, wanted } = reader;
  const passing = batch.filter((message) => wanted(toFiltered(message)));
  await remove(
    reader,
    batch.filter((message) => !passing.includes(message)),
  );
  if (passing.length === 0) return;
  const Records = passing.map((message) => toEventRecord(message, mapping.EventSourceArn, engine.cloud.region));
  const failed = await engine.invoke(target, { payload: JSON.stringify({ Records }) }).then(
    (outcome) => {
      const reportsItems = mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') === true;
      return readBatchResponse(outcome, reportsItems, new Set(passing.map((message) => message.MessageId)));
    },
    () => 'all' as const,
  );
  const isFailed = (message: Held) => failed === 'all' || failed.has(message.MessageId);
  await remove(
    reader,
    passing.filter((message) => !isFailed(message)),
  );
  await giveBack(reader, passing.filter(isFailed));
}

async function remove(reader: Reader, messages: readonly Held[]): Promise<void> {
  const { QueueUrl, engine } = reader;
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages
      .slice(from, from + 10)
      .map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    await engine.cloud.call(readerRole(reader), 'sqs', 'DeleteMessageBatch', { QueueUrl, Entries });
  }
}

async function giveBack({ engine, QueueUrl, options }: Reader, messages: readonly Held[]): Promise<void> {
  const VisibilityTimeout = options.failedBatchVisibilitySeconds ?? defaultFailedVisibilitySeconds;
  for (const { ReceiptHandle } of messages)
    await engine.cloud.call({ kind: 'admin' }, 'sqs', 'ChangeMessageVisibility', {
      QueueUrl,
      ReceiptHandle,
      VisibilityTimeout,
    });
}

function bytesOf(batch: readonly Message[]): number {
  return batch.reduce((sum, message) => sum + Buffer.byteLength(message.Body ?? ''), 0);
}
