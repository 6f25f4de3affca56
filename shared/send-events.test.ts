import { EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import type { LakeEvent } from './events.ts';
import { createSendEvents, EventsNotSentError } from './send-events.ts';

const event: LakeEvent = {
  type: 'Table Updated',
  detail: { version: '1', database: 'd', table: 't', cause: 'rows' },
};

/** The SDK's own client, answered before anything goes over the wire. */
function setUp(answer: (count: number) => PutEventsResultEntry[]) {
  const calls: PutEventsCommand['input'][] = [];
  const client = new EventBridgeClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        const { Entries = [] } = new PutEventsCommand(readInput(input)).input;
        calls.push({ Entries });
        const entries = answer(Entries.length);
        const FailedEntryCount = entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
        return { response: {}, output: { $metadata: {}, Entries: entries, FailedEntryCount } };
      },
    { step: 'initialize' },
  );
  return { calls, sendEvents: createSendEvents({ client, bus: 'lake', service: 'catalog' }) };
}

function readInput(input: object): PutEventsCommand['input'] {
  return { Entries: 'Entries' in input && Array.isArray(input.Entries) ? input.Entries : [] };
}

test('sends ten at a time, as the service, to the bus', async () => {
  const { calls, sendEvents } = setUp((count) => Array.from({ length: count }, () => ({ EventId: '1' })));
  await sendEvents(Array.from({ length: 23 }, () => event));
  expect(calls.map(({ Entries = [] }) => Entries.length)).toEqual([10, 10, 3]);
  expect(calls[0]?.Entries?.[0]).toEqual({
    EventBusName: 'lake',
    Source: 'tributary.catalog',
    DetailType: 'Table Updated',
    Detail: JSON.stringify(event.detail),
  });
});

test('throws when an entry was not taken, under HTTP 200 as it is', async () => {
  const { sendEvents } = setUp(() => [{ EventId: '1' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }]);
  await expect(sendEvents([event, event])).rejects.toThrow(EventsNotSentError);
  await expect(sendEvents([event, event])).rejects.toThrow(
    '1 of 2 events not taken by bus lake: ThrottlingException slow',
  );
});
