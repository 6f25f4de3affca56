import { join } from 'node:path';
import { openCompactingJournal } from '../../kernel/compacting-journal.ts';
import type { Delivery, Listener, Message, Properties, Subscribe } from './message.ts';
import { openTopology, type Queue, type Topology } from './topology.ts';

/** A RabbitMQ in this process, as far as an event source needs one: durable queues, consumers with prefetch and acknowledgements. */
export type Broker = {
  readonly topology: Topology;
  /** Whether a queue took the message; it is on disk then. */
  publish(vhost: string, exchange: string, message: Message): boolean;
  readonly subscribe: Subscribe;
  /** Messages ready, and held by consumers. */
  counts(queue: Queue): { readonly ready: number; readonly unacknowledged: number };
  /** Deletes a queue's messages that no consumer holds. */
  purge(queue: Queue): void;
  /** Deletes a queue with its messages, and ends its consumers. */
  deleteQueue(queue: Queue): void;
};

type Stored = {
  readonly vhost: string;
  readonly queue: string;
  readonly routingKey: string;
  readonly properties: Properties;
  readonly body: string;
  readonly redelivered?: boolean;
};

type Consumer = { readonly listener: Listener; readonly prefetch: number; readonly held: number[] };

/** Numbers of messages that are ready, in order; numbers grow over all queues. */
type Line = { ready: number[]; readonly consumers: Set<Consumer> };

/** Opens what is kept under `dir`; what a consumer held when the process ended is ready again. */
export function openBroker(dir: string): Broker {
  const topology = openTopology(dir);
  const messages = openCompactingJournal<Stored>(join(dir, 'messages.jsonl'));
  const lines = new Map<string, Line>();
  let last = 0;

  function lineOf({ vhost, name }: Pick<Queue, 'vhost' | 'name'>): Line {
    const id = JSON.stringify([vhost, name]);
    const line = lines.get(id) ?? { ready: [], consumers: new Set() };
    lines.set(id, line);
    return line;
  }
  for (const [id, { vhost, queue }] of messages.entries()) {
    last = Math.max(last, Number(id));
    lineOf({ vhost, name: queue }).ready.push(Number(id));
  }
  for (const line of lines.values()) line.ready.sort((a, b) => a - b);

  /** Hands ready messages to consumers that have room, one after the other. */
  function hand(line: Line): void {
    for (const consumer of line.consumers) {
      const room = consumer.prefetch - consumer.held.length;
      for (const tag of line.ready.splice(0, Math.max(0, room))) handTo(consumer, tag);
    }
  }
  function handTo(consumer: Consumer, tag: number): void {
    const stored = messages.get(String(tag));
    if (stored === undefined) return;
    consumer.held.push(tag);
    consumer.listener.message(deliveryOf(tag, stored));
  }
  function giveBack(line: Line, tags: readonly number[]): void {
    for (const tag of tags) {
      const stored = messages.get(String(tag));
      if (stored !== undefined && stored.redelivered !== true)
        messages.put(String(tag), { ...stored, redelivered: true });
    }
    line.ready = [...line.ready, ...tags].sort((a, b) => a - b);
  }
  function publish(vhost: string, exchange: string, { routingKey, properties, body }: Message): boolean {
    const headers = properties.headers ?? {};
    const reached = topology.route(vhost, exchange, { routingKey, headers });
    for (const queue of reached) {
      last += 1;
      const stored = { vhost, queue: queue.name, routingKey, properties, body: body.toString('base64') };
      messages.put(String(last), stored);
      lineOf(queue).ready.push(last);
    }
    // Once all queues have it: a consumer may publish in its turn.
    for (const queue of reached) queueMicrotask(() => hand(lineOf(queue)));
    return reached.length > 0;
  }
  function deadLetter(queue: Queue, tag: number): void {
    const stored = messages.get(String(tag));
    const exchange = queue.arguments['x-dead-letter-exchange'];
    const key = queue.arguments['x-dead-letter-routing-key'];
    if (stored !== undefined && typeof exchange === 'string')
      publish(queue.vhost, exchange, {
        routingKey: typeof key === 'string' ? key : stored.routingKey,
        properties: stored.properties,
        body: Buffer.from(stored.body, 'base64'),
      });
    messages.delete(String(tag));
  }
  return {
    topology,
    publish,
    async subscribe({ vhost, queue: name, prefetch }, listener) {
      const queue = topology.queue(vhost, name);
      const line = lineOf(queue);
      const consumer: Consumer = { listener, prefetch, held: [] };
      const takeUpTo = (tag: number) => consumer.held.splice(0, consumer.held.filter((one) => one <= tag).length);
      line.consumers.add(consumer);
      queueMicrotask(() => hand(line));
      return {
        ackUpTo(tag) {
          for (const one of takeUpTo(tag)) messages.delete(String(one));
          hand(line);
        },
        requeueUpTo(tag) {
          giveBack(line, takeUpTo(tag));
          queueMicrotask(() => hand(line));
        },
        reject(tag) {
          consumer.held.splice(consumer.held.indexOf(tag), consumer.held.includes(tag) ? 1 : 0);
          deadLetter(queue, tag);
          hand(line);
        },
        async close() {
          line.consumers.delete(consumer);
          giveBack(line, consumer.held.splice(0));
          hand(line);
        },
      };
    },
    counts(queue) {
      const { ready, consumers } = lineOf(queue);
      const unacknowledged = [...consumers].reduce((sum, { held }) => sum + held.length, 0);
      return { ready: ready.length, unacknowledged };
    },
    purge(queue) {
      for (const tag of lineOf(queue).ready.splice(0)) messages.delete(String(tag));
    },
    deleteQueue(queue) {
      const line = lineOf(queue);
      topology.deleteQueue(queue.vhost, queue.name);
      const held = [...line.consumers].flatMap((consumer) => consumer.held.splice(0));
      for (const tag of [...line.ready.splice(0), ...held]) messages.delete(String(tag));
      for (const { listener } of line.consumers) listener.ended(`The queue ${queue.name} was deleted.`);
      line.consumers.clear();
    },
  };
}

function deliveryOf(tag: number, { redelivered = false, properties, body }: Stored): Delivery {
  return { tag, redelivered, properties, body: Buffer.from(body, 'base64') };
}
