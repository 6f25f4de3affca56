import { readContentHeader } from '@tributary/shared/amqp/content-header.ts';
import { keepRawHeaders, rawHeaderOf } from '@tributary/shared/amqp/raw-headers.ts';
import { type Channel, type ChannelModel, type ConsumeMessage, connect } from 'amqplib';
import type { Delivery, Listener, Subscribe, Subscription } from './message.ts';

const heartbeatSeconds = 10;
const connectMs = 10_000;

/** Consumes from a real RabbitMQ, by an AMQP URL; the user and password are the URL's. */
export function amqpSubscribe(amqpUrl: string): Subscribe {
  return async ({ vhost, queue, prefetch }, listener) => {
    const connection = await openConnection(amqpUrl, vhost);
    keepRawHeaders(connection.connection);
    try {
      return await consume(connection, { queue, prefetch }, listener);
    } catch (error) {
      await connection.close().catch(() => undefined);
      throw error;
    }
  };
}

/** An AMQP connection to a virtual host; errors on it are events, so a listener is always there. */
export async function openConnection(amqpUrl: string, vhost: string): Promise<ChannelModel> {
  const url = new URL(amqpUrl);
  url.pathname = `/${encodeURIComponent(vhost)}`;
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', String(heartbeatSeconds));
  const connection = await connect(url.toString(), { timeout: connectMs });
  connection.on('error', () => undefined);
  return connection;
}

type From = { readonly queue: string; readonly prefetch: number };

async function consume(connection: ChannelModel, from: From, listener: Listener): Promise<Subscription> {
  const channel = await connection.createChannel();
  let open = true;
  const end = (reason: string) => {
    if (!open) return;
    open = false;
    listener.ended(reason);
    connection.close().catch(() => undefined);
  };
  channel.on('error', (error: Error) => end(error.message));
  channel.on('close', () => end('The channel was closed.'));
  connection.on('close', () => end('The connection was closed.'));
  await channel.prefetch(from.prefetch);
  await channel.consume(from.queue, (message) => {
    if (message === null) end(`The broker cancelled the consumer of ${from.queue}.`);
    else if (open) listener.message(deliveryOf(message));
  });
  return subscriptionOf(connection, channel, () => {
    const was = open;
    open = false;
    return was;
  });
}

/** What is sent on a channel that is gone has no effect: its deliveries come again on the next one. */
function subscriptionOf(connection: ChannelModel, channel: Channel, shut: () => boolean): Subscription {
  const send = (task: () => void) => {
    try {
      task();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'IllegalOperationError') throw error;
    }
  };
  const upTo = (deliveryTag: number) => ({ fields: { deliveryTag } });
  return {
    ackUpTo: (tag) => send(() => channel.ack(messageOf(upTo(tag)), true)),
    requeueUpTo: (tag) => send(() => channel.nack(messageOf(upTo(tag)), true, true)),
    reject: (tag) => send(() => channel.nack(messageOf(upTo(tag)), false, false)),
    async close() {
      if (shut()) await connection.close().catch(() => undefined);
    },
  };
}

type Tagged = { readonly fields: { readonly deliveryTag: number } };

/** Of a delivery, ack and nack send nothing but its tag. */
function messageOf({ fields: { deliveryTag } }: Tagged): ConsumeMessage {
  const fields = { deliveryTag, redelivered: false, exchange: '', routingKey: '', consumerTag: '' };
  return { content: Buffer.alloc(0), fields, properties: noProperties };
}

const noProperties: ConsumeMessage['properties'] = {
  contentType: undefined,
  contentEncoding: undefined,
  headers: undefined,
  deliveryMode: undefined,
  priority: undefined,
  correlationId: undefined,
  replyTo: undefined,
  expiration: undefined,
  messageId: undefined,
  timestamp: undefined,
  type: undefined,
  userId: undefined,
  appId: undefined,
  clusterId: undefined,
};

/** Headers that nobody can read are left out: the message would come again, and stop the queue. */
function deliveryOf({ content, fields, properties }: ConsumeMessage): Delivery {
  const read = readContentHeader(rawHeaderOf(properties));
  return { tag: fields.deliveryTag, redelivered: fields.redelivered, properties: read.properties, body: content };
}
