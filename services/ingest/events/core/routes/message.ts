/** A message as it came from RabbitMQ, whoever brought it. */
export type Message = {
  /** Null where nobody says: Lambda's event of an Amazon MQ broker has neither exchange nor routing key. */
  readonly exchange: string | null;
  readonly routingKey: string | null;
  readonly queue: string;
  readonly vhost: string;
  /** Values as JSON has them, numbers as parseExact reads them. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly properties: MessageProperties;
  /** What could not be read of headers and properties, and the bytes that hold them. */
  readonly unreadable?: { readonly fault: string; readonly bytes: Buffer } | null;
  /** The id that its event has been given before, when it was rejected. */
  readonly identity?: string;
  /** What was rejected is an element of an array, alone in it now: its index then. */
  readonly element?: { readonly index: number };
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
  readonly contentType?: string | null;
  readonly replyTo?: string | null;
  readonly expiration?: string | null;
  readonly clusterId?: string | null;
  readonly priority?: number | null;
  readonly deliveryMode?: number | null;
};
