import { z } from 'zod';

/** A message's properties by their AMQP 0-9-1 names in camel case; `timestamp` in seconds since 1970. */
export type Properties = z.infer<typeof propertiesSchema>;

const text = z.string().optional();
const octet = z.int().min(0).max(255).optional();

export const propertiesSchema = z.strictObject({
  contentType: text,
  contentEncoding: text,
  headers: z.record(z.string(), z.unknown()).optional(),
  deliveryMode: z.int().min(1).max(2).optional(),
  priority: octet,
  correlationId: text,
  replyTo: text,
  expiration: text,
  messageId: text,
  timestamp: z.int().nonnegative().optional(),
  type: text,
  userId: text,
  appId: text,
  clusterId: text,
});

export type Message = { readonly routingKey: string; readonly properties: Properties; readonly body: Buffer };

/** A message that a consumer holds until it acknowledges, requeues or rejects it. Tags grow. */
export type Delivery = {
  readonly tag: number;
  readonly redelivered: boolean;
  readonly properties: Properties;
  readonly body: Buffer;
};

export type Listener = {
  message(delivery: Delivery): void;
  /** The broker is gone or ended it; what was not acknowledged comes again. */
  ended(reason: string): void;
};

export type Subscription = {
  /** Acknowledges this delivery and all before it. */
  ackUpTo(tag: number): void;
  /** Gives this delivery and all before it back to their places in the queue. */
  requeueUpTo(tag: number): void;
  /** Drops one delivery; the queue's dead-letter exchange gets it, if it has one. */
  reject(tag: number): void;
  close(): Promise<void>;
};

export type Consumption = {
  readonly vhost: string;
  readonly queue: string;
  /** How many deliveries may be held at a time. */
  readonly prefetch: number;
};

/** Consumes a queue with acknowledgements; rejects when the broker cannot be reached or has no such queue. */
export type Subscribe = (consumption: Consumption, listener: Listener) => Promise<Subscription>;
