import * as z from 'zod';

/** A log event as a subscription filter sends it; `timestamp` in epoch milliseconds. */
type EnvelopeEvent = { readonly id: string; readonly timestamp: number; readonly message: string };

// An envelope holds thousands of events: they are looked at by hand, which is ten times as fast as a schema of each.
const eventsSchema = z.custom<readonly EnvelopeEvent[]>((value) => Array.isArray(value) && value.every(isEvent));

/** What a subscription filter sends (CloudWatch Logs user guide, "Subscription filters"). */
const envelopeSchema = z.object({
  messageType: z.enum(['DATA_MESSAGE', 'CONTROL_MESSAGE']),
  owner: z.string(),
  logGroup: z.string(),
  logStream: z.string(),
  logEvents: eventsSchema,
});

export type Envelope = z.infer<typeof envelopeSchema>;

/** How an envelope begins as CloudWatch Logs writes it; no other line of a log does. */
export const envelopeStart = '{"messageType"';

/** What tells of an envelope, whichever of its keys comes first; a collection of such keys is in no other log. */
const envelopeKeys = /"(?:logEvents|logGroup|logStream|subscriptionFilters)"[ \t\r\n]*:/;

/** Whether text that begins with a brace may be an envelope, by its first keys. */
export function isLikeEnvelope(head: string): boolean {
  return head.startsWith(envelopeStart) || envelopeKeys.test(head);
}

function isEvent(value: unknown): value is EnvelopeEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'timestamp' in value &&
    'message' in value &&
    typeof value.id === 'string' &&
    typeof value.timestamp === 'number' &&
    typeof value.message === 'string'
  );
}

/** The envelope that the text is, or the one event of a log with its envelope's keys beside its own; a string says why it is neither. */
export function readEnvelope(text: string): Envelope | string {
  try {
    const value: unknown = JSON.parse(text);
    if (isEvent(value)) return flattened(value);
    const read = envelopeSchema.safeParse(value);
    return read.success ? read.data : 'no envelope of CloudWatch Logs';
  } catch {
    return 'no whole JSON object';
  }
}

/** An event of which not all is said whose it is has its id alone. */
function flattened(event: EnvelopeEvent): Envelope {
  const { owner, logGroup, logStream } = names.parse(event);
  return { messageType: 'DATA_MESSAGE', owner, logGroup, logStream, logEvents: [event] };
}

const name = z.string().catch('');
const names = z.object({ owner: name, logGroup: name, logStream: name });

const text = '"(?:[^"\\\\]|\\\\.)*"';
const more = `(?:,\\s*"extractedFields"\\s*:\\s*\\{(?:[^"{}]|${text})*\\}\\s*)?`;
const wholeEvent = new RegExp(
  `\\{\\s*"id"\\s*:\\s*(${text})\\s*,\\s*"timestamp"\\s*:\\s*(\\d{1,16})\\s*,\\s*"message"\\s*:\\s*(${text})\\s*${more}\\}`,
  'g',
);
const namePatterns = ['owner', 'logGroup', 'logStream'].map((key) => new RegExp(`"${key}"\\s*:\\s*("[^"\\\\]*")`));

/** What can be had of an envelope that damage has cut: the events whose objects are closed. Undefined where it does not say whose they are. */
export function readCutEnvelope(text: string): Envelope | undefined {
  const [owner, logGroup, logStream] = namePatterns.map((pattern) => pattern.exec(text.slice(0, 4096))?.[1]);
  if (owner === undefined || logGroup === undefined || logStream === undefined) return undefined;
  const logEvents = [...text.matchAll(wholeEvent)].flatMap(([, id = '', timestamp, message = '']) => {
    const event = { id: textOf(id), timestamp: Number(timestamp), message: textOf(message) };
    return isEvent(event) ? [event] : [];
  });
  const whose = { owner: textOf(owner) ?? '', logGroup: textOf(logGroup) ?? '', logStream: textOf(logStream) ?? '' };
  return { messageType: 'DATA_MESSAGE', ...whose, logEvents };
}

/** The damage may have spoilt what stands between two quotes. */
function textOf(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
