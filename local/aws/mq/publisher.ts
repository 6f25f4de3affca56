import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { z } from 'zod';
import { openConnection } from './amqp.ts';
import type { Message, Properties } from './message.ts';
import type { ExchangeType } from './routing.ts';

export type Declarations = {
  readonly exchanges?: readonly { readonly name: string; readonly type: ExchangeType }[];
  readonly queues?: readonly string[];
  readonly bindings?: readonly {
    readonly exchange: string;
    readonly queue: string;
    readonly routingKey?: string;
    readonly arguments?: Readonly<Record<string, unknown>>;
  }[];
};

/** Declares and publishes, to whichever broker the local cloud consumes from. Everything is durable; '' is the default exchange. */
export type Publisher = {
  declare(declarations: Declarations): Promise<void>;
  /** Whether a queue took the message, which the broker has stored when the promise resolves. */
  publish(exchange: string, message: Message): Promise<boolean>;
  close(): Promise<void>;
};

type Target = {
  /** The local cloud's, `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** A real RabbitMQ's. */
  readonly amqpUrl?: string;
  readonly vhost?: string;
};

/** Rejects with what the broker says when it cannot be reached or refuses. */
export async function openPublisher({ endpoint, amqpUrl = '', vhost = '/' }: Target): Promise<Publisher> {
  if (amqpUrl === '') return overHttp(endpoint, vhost);
  const connection = await openConnection(amqpUrl, vhost);
  return overAmqp(connection, await connection.createConfirmChannel());
}

const routedSchema = z.object({ routed: z.boolean() });
const errorSchema = z.object({ reason: z.string() });

/** By RabbitMQ's management interface, which the local cloud speaks. */
function overHttp(endpoint: string, vhost: string): Publisher {
  async function ask(method: string, parts: readonly string[], body: unknown): Promise<unknown> {
    const path = parts.map((part) => encodeURIComponent(part)).join('/');
    const answer = await fetch(`${endpoint}/api/${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    if (answer.ok) return value;
    const reason = errorSchema.safeParse(value).data?.reason ?? text;
    throw new Error(`RabbitMQ refused ${method} /api/${path} with ${answer.status}: ${reason}`);
  }
  const exchangePart = (name: string) => (name === '' ? 'amq.default' : name);
  return {
    async declare({ exchanges = [], queues = [], bindings = [] }) {
      for (const { name, type } of exchanges) await ask('PUT', ['exchanges', vhost, name], { type });
      for (const name of queues) await ask('PUT', ['queues', vhost, name], {});
      for (const { exchange, queue, routingKey = '', arguments: args = {} } of bindings)
        await ask('POST', ['bindings', vhost, 'e', exchangePart(exchange), 'q', queue], {
          routing_key: routingKey,
          arguments: args,
        });
    },
    async publish(exchange, { routingKey, properties, body }) {
      const answer = await ask('POST', ['exchanges', vhost, exchangePart(exchange), 'publish'], {
        properties: snakeCased(properties),
        routing_key: routingKey,
        payload: body.toString('base64'),
        payload_encoding: 'base64',
      });
      return routedSchema.parse(answer).routed;
    },
    close: async () => undefined,
  };
}

function snakeCased(properties: Properties): Readonly<Record<string, unknown>> {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [snake(name), value]));
}

/** One after the other: a message that no queue takes comes back before it is confirmed, and only the order tells which it was. */
function overAmqp(connection: ChannelModel, channel: ConfirmChannel): Publisher {
  let returned = false;
  let before: Promise<unknown> = Promise.resolve();
  channel.on('return', () => {
    returned = true;
  });
  channel.on('error', () => undefined);
  function send(exchange: string, { routingKey, properties, body }: Message): Promise<boolean> {
    returned = false;
    const options = { ...given(properties), persistent: properties.deliveryMode !== 1, mandatory: true };
    return new Promise((resolve, reject) => {
      channel.publish(exchange, routingKey, body, options, (error) =>
        error === null || error === undefined ? resolve(!returned) : reject(error),
      );
    });
  }
  return {
    async declare({ exchanges = [], queues = [], bindings = [] }) {
      for (const { name, type } of exchanges) await channel.assertExchange(name, type, { durable: true });
      for (const name of queues) await channel.assertQueue(name, { durable: true });
      for (const { exchange, queue, routingKey = '', arguments: args = {} } of bindings)
        await channel.bindQueue(queue, exchange, routingKey, args);
    },
    publish(exchange, message) {
      const sent = before.then(() => send(exchange, message));
      before = sent.catch(() => undefined);
      return sent;
    },
    async close() {
      await channel.close();
      await connection.close();
    },
  };
}

function given({ deliveryMode: _mode, clusterId: _cluster, ...rest }: Properties) {
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}
