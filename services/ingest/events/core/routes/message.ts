/** A message as it came from RabbitMQ, whoever brought it. */
export type Message = {
  /** Null where nobody says: Lambda's event of an Amazon MQ broker has neither exchange nor routing key. */
  readonly exchange: string | null;
  readonly routingKey: string | null;
  readonly queue: string;
  readonly vhost: string;
  /** Texts, numbers, booleans, null; anything else that AMQP knows as it was decoded. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly properties: MessageProperties;
  readonly body: Buffer;
};

export type MessageProperties = {
  readonly messageId: string | null;
  readonly correlationId: string | null;
  readonly type: string | null;
  readonly appId: string | null;
  readonly userId: string | null;
  readonly contentEncoding: string | null;
  /** Milliseconds since 1970. */
  readonly timestamp: number | null;
};
