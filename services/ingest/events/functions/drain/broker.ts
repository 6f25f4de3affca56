import { keepRawHeaders } from '@tributary/shared/amqp/raw-headers.ts';
import { type ChannelModel, type ConsumeMessage, connect } from 'amqplib';
import type { BrokerConnection } from './connection.ts';
import { refuseStream } from './stream-queue.ts';

/** A connection to RabbitMQ, as far as draining needs one. */
export type Broker = {
  consume(options: ConsumeOptions): Promise<Consumer>;
  close(): Promise<void>;
};

export type ConsumeOptions = {
  readonly queue: string;
  /** How many messages may be with us unacknowledged. */
  readonly prefetch: number;
  readonly onMessage: (message: ConsumeMessage) => void;
  /** Told once when no more messages come: connection, channel or queue are gone. */
  readonly onLost: (reason: string) => void;
};

type Consumer = {
  /** Does nothing once the channel is gone: the broker then gives the message again. */
  ack(deliveryTag: number, upTo: boolean): void;
  /** No more messages are sent; those on the way still come. */
  cancel(): Promise<void>;
  /** Sends what has been acknowledged; whatever has not goes back to the queue. */
  close(): Promise<void>;
};

export type ConnectBroker = (connection: BrokerConnection) => Promise<Broker>;

const connectTimeoutMs = 10_000;
const heartbeatSeconds = 15;

/** Connects by amqplib; over TLS the server must prove its name. */
export async function connectBroker({ ca, ...connection }: BrokerConnection): Promise<Broker> {
  const model = await connect(
    // amqplib unescapes the virtual host, as in a URL.
    { ...connection, vhost: encodeURIComponent(connection.vhost), heartbeat: heartbeatSeconds },
    {
      timeout: connectTimeoutMs,
      noDelay: true,
      clientProperties: { connection_name: 'drain' },
      ...(ca === undefined ? {} : { ca: [ca] }),
    },
  );
  keepRawHeaders(model.connection);
  // Without a listener an error event would end the process; `close` follows each and says the same.
  model.on('error', () => undefined);
  return {
    consume: (options) => consume(model, options),
    close: () => model.close().catch(() => undefined),
  };
}

async function consume(model: ChannelModel, { queue, prefetch, onMessage, onLost }: ConsumeOptions): Promise<Consumer> {
  await refuseStream(model, queue, Date.now());
  const channel = await model.createChannel();
  let isOpen = true;
  // amqplib acknowledges a message, of which it looks at the tag only.
  let sample: ConsumeMessage | undefined;
  const lost = (reason: string) => {
    if (!isOpen) return;
    isOpen = false;
    onLost(reason);
  };
  channel.on('error', (error) => lost(error.message));
  channel.on('close', () => lost('the channel was closed'));
  model.on('close', () => lost('the connection was closed'));
  await channel.prefetch(prefetch);
  const take = (message: ConsumeMessage | null) => {
    if (message === null) lost(`the queue ${queue} was deleted`);
    else if (isOpen) {
      sample ??= { ...message, content: Buffer.alloc(0) };
      onMessage(message);
    }
  };
  // A second consumer beside the first would mix up the order: the broker refuses it.
  const { consumerTag } = await channel.consume(queue, take, { exclusive: true });
  return {
    ack(deliveryTag, upTo) {
      if (!isOpen || sample === undefined) return;
      channel.ack({ ...sample, fields: { ...sample.fields, deliveryTag } }, upTo);
    },
    async cancel() {
      if (isOpen) await channel.cancel(consumerTag).catch(() => undefined);
    },
    async close() {
      const wasOpen = isOpen;
      isOpen = false;
      if (wasOpen) await channel.close().catch(() => undefined);
    },
  };
}
