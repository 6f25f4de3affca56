import type { Delivery, Properties } from '../../mq/message.ts';

/** In the order of AWS's events. */
const absent = {
  contentType: null,
  contentEncoding: null,
  headers: {},
  deliveryMode: null,
  priority: null,
  correlationId: null,
  replyTo: null,
  expiration: null,
  messageId: null,
  timestamp: null,
  type: null,
  userId: null,
  appId: null,
  clusterId: null,
};

/** A message as a function gets it: https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html */
export function toEventMessage({ properties, redelivered, body }: Delivery) {
  const { headers = {}, timestamp, ...texts } = properties;
  return {
    basicProperties: {
      ...absent,
      ...texts,
      headers: toHeaders(headers),
      timestamp: toDate(timestamp),
      bodySize: body.length,
    },
    redelivered,
    data: body.toString('base64'),
  };
}

/** What a filter pattern sees: the data as JSON where it is JSON. */
export function toFiltered(delivery: Delivery): unknown {
  const message = toEventMessage(delivery);
  const text = delivery.body.toString('utf8');
  try {
    return { ...message, data: JSON.parse(text) };
  } catch {
    return { ...message, data: text };
  }
}

function toHeaders(headers: NonNullable<Properties['headers']>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, toHeader(value)]));
}

/** Texts come as the bytes of a Java LongString, which are signed; numbers, flags, tables and lists as themselves. */
function toHeader(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') return { bytes: signedBytes(Buffer.from(value)) };
  if (value instanceof Uint8Array) return signedBytes(value);
  if (Array.isArray(value)) return value.map(toHeader);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const members = new Map<string, unknown>(Object.entries(value));
  if (members.get('!') === 'timestamp') return toDate(Number(members.get('value')));
  if (members.has('!')) return toTyped(members.get('value'));
  return toHeaders(Object.fromEntries(members));
}

/** A number that its sender gave an AMQP type, or a decimal. */
function toTyped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  const decimal = new Map<string, unknown>(Object.entries(value));
  return Number(decimal.get('digits')) / 10 ** Number(decimal.get('places'));
}

function signedBytes(bytes: Uint8Array): number[] {
  return [...bytes].map((byte) => (byte << 24) >> 24);
}

const dateFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

// 400 years have always the same number of days.
const cycleSeconds = 146_097 * 86_400;
const lastCycle = 2400;

/**
 * `Jan 1, 1970, 12:33:41 AM`, as Java prints a date; null for none. Java's dates go on where JavaScript's end, at the year 275760, and
 * microseconds that are sent as seconds lie far beyond.
 */
function toDate(seconds: number | undefined): string | null {
  if (seconds === undefined || !Number.isFinite(seconds)) return null;
  const cycles = Math.max(0, Math.floor(seconds / cycleSeconds) - lastCycle / 400);
  const near = dateFormat.format(new Date((seconds - cycles * cycleSeconds) * 1_000)).replaceAll('\u202f', ' ');
  return near.replace(/\d{4,}/, (year) => String(Number(year) + cycles * 400));
}
