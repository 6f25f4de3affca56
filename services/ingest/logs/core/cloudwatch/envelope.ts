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

/** How every envelope begins; no other line of a log does. */
export const envelopeStart = '{"messageType"';

function isEvent(value: unknown): boolean {
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

/** The envelope that the text is; a string says why it is none. */
export function readEnvelope(text: string): Envelope | string {
  try {
    const read = envelopeSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : 'no envelope of CloudWatch Logs';
  } catch {
    return 'no whole JSON object';
  }
}

const wholeEvent = /\{"id":("(?:[^"\\]|\\.)*"),"timestamp":(\d{1,16}),"message":("(?:[^"\\]|\\.)*")\}/g;
const identity = /"owner":("[^"\\]*").*?"logGroup":("[^"\\]*").*?"logStream":("[^"\\]*")/s;

/** What can be had of an envelope that damage has cut: the events whose objects are closed. Undefined where it does not say whose they are. */
export function readCutEnvelope(text: string): Envelope | undefined {
  const [, owner, logGroup, logStream] = identity.exec(text.slice(0, 4096)) ?? [];
  if (owner === undefined || logGroup === undefined || logStream === undefined) return undefined;
  const logEvents = [...text.matchAll(wholeEvent)].flatMap(([, id = '', timestamp, message = '']) => {
    const event = { id: textOf(id), timestamp: Number(timestamp), message: textOf(message) };
    return isEvent(event) ? [{ ...event, id: event.id ?? '', message: event.message ?? '' }] : [];
  });
  const names = { owner: textOf(owner) ?? '', logGroup: textOf(logGroup) ?? '', logStream: textOf(logStream) ?? '' };
  return { messageType: 'DATA_MESSAGE', ...names, logEvents };
}

/** The damage may have spoilt what stands between two quotes. */
function textOf(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
