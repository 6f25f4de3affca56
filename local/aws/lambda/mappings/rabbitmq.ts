import { z } from 'zod';
import type { Delivery, Subscribe, Subscription } from '../../mq/message.ts';
import type { Engine } from '../engine.ts';
import { defaultWindowMs, secretOf, virtualHostOf } from '../mq-settings.ts';
import type { Mapping } from '../store.ts';
import { endLife, keepOn, rest, wake } from './keep-on.ts';
import type { Poller, PollerOptions } from './poller.ts';
import { toEventMessage, toFiltered } from './rabbitmq-record.ts';
import { createSourceReader, readerRole, type SourceReader } from './source-reader.ts';

/** The event's size, base64 and JSON included, ends a batch, too. */
const maxEventBytes = 6_291_456;
const envelopeBytes = 2_048;
const idleMs = 1_000;
const connectPausesMs = [250, 500, 1_000, 2_000];
const defaultRetryMs = 200;

type Open = { readonly subscription: Subscription; readonly inbox: Delivery[] };

/** `json` is the message as the function gets it. */
type Item = { readonly delivery: Delivery; readonly json: string };

type Reader = SourceReader & {
  readonly subscribe: Subscribe;
  readonly queue: string;
  readonly vhost: string;
  open: Open | undefined;
  refusals: number;
  failures: number;
};

/** Consumes a broker's queue for a function: batches and windows, acknowledged once the function succeeded, else given back whole. */
export function pollRabbitMq(engine: Engine, mapping: Mapping, options: PollerOptions): Poller {
  const reader: Reader = {
    ...createSourceReader(engine, mapping, options),
    subscribe: options.subscribe ?? noBroker,
    queue: mapping.Queues?.[0] ?? '',
    vhost: virtualHostOf(mapping),
    open: undefined,
    refusals: 0,
    failures: 0,
  };
  const looping = keepOn(reader.life, () => turn(reader));
  return {
    async stop() {
      endLife(reader.life);
      await Promise.race([looping, engine.cloud.clock.wait(2_000)]);
      await reader.open?.subscription.close();
    },
  };
}

const noBroker: Subscribe = () => Promise.reject(new Error('There is no broker.'));

async function turn(reader: Reader): Promise<number> {
  const open = reader.open ?? (await connect(reader));
  if (open === undefined) return connectPausesMs[Math.min(reader.refusals, connectPausesMs.length) - 1] ?? 0;
  if (open.inbox.length === 0) return idleMs;
  const batch = await gather(reader, open);
  const last = batch.at(-1)?.delivery;
  if (last === undefined || reader.open !== open || reader.life.stopped) return 0;
  const isFiltered = (reader.mapping.FilterCriteria?.Filters ?? []).length > 0;
  const passing = isFiltered ? batch.filter(({ delivery }) => reader.wanted(toFiltered(delivery))) : batch;
  if (passing.length === 0 || (await succeeds(reader, passing))) {
    reader.failures = 0;
    open.subscription.ackUpTo(last.tag);
    return 0;
  }
  return giveBack(reader, open, last);
}

/** All that was read goes back, so that the queue's order stays. */
function giveBack(reader: Reader, open: Open, last: Delivery): number {
  const base = reader.options.streamRetryMs ?? defaultRetryMs;
  const wait = Math.min(base * 2 ** reader.failures, base * 30);
  reader.failures += 1;
  const held = open.inbox.splice(0).at(-1) ?? last;
  open.subscription.requeueUpTo(held.tag);
  return wait;
}

/** Undefined while the broker is not there, or has no such queue yet: told once, tried again soon. */
async function connect(reader: Reader): Promise<Open | undefined> {
  const { life, queue, vhost, mapping } = reader;
  const inbox: Delivery[] = [];
  const listener = {
    message(delivery: Delivery) {
      inbox.push(delivery);
      wake(life);
    },
    ended(reason: string) {
      if (reader.open?.inbox !== inbox) return;
      reader.open = undefined;
      if (!life.stopped) life.cloud.log('warn', `${life.what} was interrupted`, { queue, reason });
      wake(life);
    },
  };
  try {
    await checkSecret(reader);
    const subscription = await reader.subscribe({ vhost, queue, prefetch: mapping.BatchSize ?? 100 }, listener);
    reader.open = { subscription, inbox };
    reader.refusals = 0;
    return reader.open;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reader.refusals === 0 && !life.stopped) life.cloud.log('warn', life.what, { queue, reason });
    reader.refusals += 1;
    return undefined;
  }
}

const secretSchema = z.object({ username: z.string(), password: z.string() });

/** Lambda reads the credentials as the function's role; a secret that it could not use is refused here, too. */
async function checkSecret(reader: Reader): Promise<void> {
  const SecretId = secretOf(reader.mapping);
  const { SecretString = '' } = await reader.engine.cloud.call(readerRole(reader), 'secretsmanager', 'GetSecretValue', {
    SecretId,
  });
  const isUsable = secretSchema.safeParse(jsonOrNothing(SecretString)).success;
  if (!isUsable) throw new Error(`The secret ${SecretId} is not JSON with the texts username and password.`);
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Batch = { readonly items: Item[]; bytes: number; isFull: boolean };

/** Takes what is there, and more until the batch is full or its window is over. */
async function gather(reader: Reader, open: Open): Promise<readonly Item[]> {
  const { mapping, life } = reader;
  const { clock } = life.cloud;
  const { MaximumBatchingWindowInSeconds: seconds } = mapping;
  const until = clock.now() + (seconds === undefined ? defaultWindowMs : seconds * 1_000);
  const batch: Batch = { items: [], bytes: envelopeBytes, isFull: false };
  const goesOn = () => !batch.isFull && !life.stopped && reader.open === open;
  take(reader, open, batch);
  for (let left = until - clock.now(); left > 0 && goesOn(); left = until - clock.now()) {
    await rest(life, left);
    take(reader, open, batch);
  }
  return batch.items;
}

/** Takes from the inbox as much as the batch has room for. */
function take(reader: Reader, open: Open, batch: Batch): void {
  for (let next = open.inbox[0]; next !== undefined && !batch.isFull; next = open.inbox[0]) {
    const json = JSON.stringify(toEventMessage(next));
    const size = Buffer.byteLength(json) + 1;
    batch.isFull = batch.bytes + size > maxEventBytes && batch.items.length > 0;
    if (batch.isFull) return;
    open.inbox.shift();
    if (batch.bytes + size > maxEventBytes) rejectTooLarge(reader, open, next);
    else {
      batch.items.push({ delivery: next, json });
      batch.bytes += size;
    }
    batch.isFull = batch.items.length >= (reader.mapping.BatchSize ?? 100);
  }
}

/** No invocation can take it, and it would stop the queue for ever: the queue's dead-letter exchange gets it, if it has one. */
function rejectTooLarge({ life, queue }: Reader, open: Open, delivery: Delivery): void {
  life.cloud.log('error', `${life.what}: a message is larger than an invocation takes, and was rejected`, {
    queue,
    messageId: delivery.properties.messageId,
    bytes: delivery.body.length,
  });
  open.subscription.reject(delivery.tag);
}

async function succeeds({ engine, mapping, target, queue, vhost }: Reader, batch: readonly Item[]): Promise<boolean> {
  const messages = batch.map(({ json }) => json).join(',');
  const head = JSON.stringify({ eventSource: 'aws:rmq', eventSourceArn: mapping.EventSourceArn }).slice(0, -1);
  const payload = `${head},"rmqMessagesByQueue":{${JSON.stringify(`${queue}::${vhost}`)}:[${messages}]}}`;
  return engine.invoke(target, { payload }).then(
    (outcome) => outcome.functionError === undefined,
    () => false,
  );
}
