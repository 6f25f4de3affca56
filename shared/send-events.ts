import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { LakeEvent } from './events.ts';

/** Sends events to the lake's bus; throws unless each was taken, so that the caller's delivery is tried again. */
export type SendEvents = (events: readonly LakeEvent[]) => Promise<void>;

export type EventSender = {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly bus: string;
  /** The sending service: `catalog` for `tributary.catalog`. */
  readonly service: string;
};

/** Some events were not taken; sending them all again is harmless, their receivers expect duplicates. */
export class EventsNotSentError extends Error {
  override readonly name = 'EventsNotSentError';
}

// PutEvents takes at most 10 entries and 256 KB a call; an event of the lake stays far below 25 KB.
const maxEntries = 10;

export function createSendEvents({ client, bus, service }: EventSender): SendEvents {
  return async function sendEvents(events) {
    for (let at = 0; at < events.length; at += maxEntries) {
      const entries = events.slice(at, at + maxEntries).map(({ type, detail }) => ({
        EventBusName: bus,
        Source: `tributary.${service}`,
        DetailType: type,
        Detail: JSON.stringify(detail),
      }));
      const answer = await client.send(new PutEventsCommand({ Entries: entries }));
      // A missing bus and a throttle are both told entry by entry, under HTTP 200.
      const failed = answer.Entries?.find((entry) => entry.ErrorCode !== undefined);
      if (failed || (answer.FailedEntryCount ?? 0) > 0) {
        throw new EventsNotSentError(
          `${answer.FailedEntryCount} of ${entries.length} events not taken by bus ${bus}: ${failed?.ErrorCode} ${failed?.ErrorMessage}`,
        );
      }
    }
  };
}
