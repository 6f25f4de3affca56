import { envelope } from '../../events/core/messages/envelope.ts';

const header = envelope.omit({ payload: true });

/** The event type of a line of the stream; undefined where the line is no envelope. */
export function readEventType(line: string): string | undefined {
  try {
    return header.safeParse(JSON.parse(line)).data?.event_type;
  } catch {
    return undefined;
  }
}
