import { createHash } from 'node:crypto';
import type { StreamLine } from '../kinesis/lanes.ts';
import { eventIdOf } from '../routes/identity.ts';
import { sourceOf } from '../routes/keep.ts';
import type { Message } from '../routes/message.ts';
import type { Outcome, Route } from '../routes/route.ts';
import { envelopeLine, type ParkedPayload } from './envelope.ts';
import { envelopeOf } from './rejected-message.ts';

/** What has to be done with a message. It is finished once that is done, and acknowledged no earlier. */
export type Taken =
  | TakenEvent
  | { readonly kind: 'dropped'; readonly reason: 'Unmatched' | 'ByRoute' | 'Empty' }
  /** A message with several events in it: finished once each of them is. */
  | { readonly kind: 'several'; readonly events: readonly TakenEvent[] };

type TakenEvent =
  | { readonly kind: 'kept'; readonly line: StreamLine; readonly parked: Parked | null }
  | { readonly kind: 'rejected'; readonly row: RejectedMessage };

/** A payload that no record can hold: an object to be written before the line that refers to it. */
export type Parked = { readonly key: string; readonly body: Buffer };

/** A row of the table `rejected`; `bytes` is base64 of the body as it came, `message` what came beside it, as JSON text. */
export type RejectedMessage = {
  readonly source: string;
  readonly source_bucket: null;
  readonly source_key: null;
  readonly source_version_id: null;
  readonly record_id: string;
  readonly range_offset: null;
  readonly range_end: null;
  readonly reason: string;
  readonly detail: string;
  readonly bytes: string;
  readonly message: string;
};

export type Intake = (message: Message, now: number) => Taken;

export type IntakeOptions = {
  readonly route: Route;
  readonly maxLineBytes: number;
  /** Where parked payloads go. */
  readonly parkedBucket: string;
};

type Kept = Extract<Outcome, { kind: 'kept' }>;
type Rejected = Extract<Outcome, { kind: 'rejected' }>;

/** Routes a message, and parks what is too large for the stream. */
export function createIntake({ route, maxLineBytes, parkedBucket }: IntakeOptions): Intake {
  return function take(message, now) {
    const outcome = route(message, now);
    if (outcome.kind === 'dropped') {
      return { kind: 'dropped', reason: outcome.route === null ? 'Unmatched' : 'ByRoute' };
    }
    if (outcome.kind !== 'several') return takeOne(message, outcome);
    if (outcome.outcomes.length === 0) return { kind: 'dropped', reason: 'Empty' };
    return { kind: 'several', events: outcome.outcomes.map((each) => takeOne(message, each)) };
  };

  function takeOne(message: Message, outcome: Kept | Rejected): TakenEvent {
    if (outcome.kind === 'rejected') return { kind: 'rejected', row: rejectedRow(message, outcome) };
    const line = lineOf(outcome, outcome.payload);
    return line.bytes <= maxLineBytes ? { kind: 'kept', line, parked: null } : park(outcome, parkedBucket);
  }
}

function lineOf({ event, partitionKey }: Kept, payload: string): StreamLine {
  const text = envelopeLine(event, payload);
  return { partitionKey, text, bytes: Buffer.byteLength(text) };
}

/** The key says event and content: the same message writes the same object, and another one with its id writes its own. */
function park(outcome: Kept, bucket: string): TakenEvent {
  const { event, payload } = outcome;
  const body = Buffer.from(payload);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const name = createHash('sha256').update(event.event_id).digest('hex').slice(0, 32);
  const key = `parked/events/${event.event_type}/${name}-${sha256.slice(0, 16)}.json`;
  const reference: ParkedPayload = { parked: { bucket, key, bytes: body.length, sha256 } };
  return { kind: 'kept', line: lineOf(outcome, JSON.stringify(reference)), parked: { key, body } };
}

function rejectedRow(message: Message, { reason, detail, route, element }: Rejected): RejectedMessage {
  const id = eventIdOf(message);
  return {
    source: sourceOf(message),
    source_bucket: null,
    source_key: null,
    source_version_id: null,
    record_id: element === undefined ? id : `${id}#${element.index}`,
    range_offset: null,
    range_end: null,
    reason,
    detail: route === null ? detail : `route ${route}: ${detail}`,
    bytes: (element?.body ?? message.body).toString('base64'),
    message: envelopeOf(message, element && { id, index: element.index }),
  };
}
