import { isUtf8 } from 'node:buffer';
import { readEnvelope } from './envelope.ts';
import { readEnvelopeSpans } from './envelope-spans.ts';
import { eventsOf, type LogEvents } from './log-events.ts';

/** A stretch [from, to) of some bytes. */
export type TextRecord = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'envelope'; readonly envelope: EnvelopeEvents }
  /** It begins as an envelope does, and is none. */
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'line' }
);

/** What an envelope, or an event by itself, holds; null of one that only says that the subscription works. */
export type EnvelopeEvents = LogEvents | null;

export const brace = 123;

/** A string says why the bytes are no envelope. */
export function envelopeAt(bytes: Buffer, from: number, to: number): EnvelopeEvents | string {
  const isText = isUtf8(bytes.subarray(from, to));
  const spans = isText ? readEnvelopeSpans(bytes, from, to) : undefined;
  if (spans !== undefined) return spans;
  const envelope = readEnvelope(bytes.toString(isText ? 'utf8' : 'latin1', from, to));
  if (typeof envelope === 'string') return envelope;
  return envelope.messageType === 'CONTROL_MESSAGE' ? null : eventsOf(envelope);
}

const lastCharacters = 64;

/** Whether the last that is no space is a brace; the last 64 characters are looked at. */
export function endsInBrace(text: string): boolean {
  return text.slice(-lastCharacters).trimEnd().endsWith('}');
}
