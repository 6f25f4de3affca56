import { type Envelope, envelopeLine } from '../../core/messages/envelope.ts';
import { createTally, type WindowEvent } from './tally.ts';

const start = '2026-11-20T13:45:00Z';

const end = '2026-11-20T13:46:00Z';

export const shardId = 'shardId-000000000001';

export type Told = Partial<Omit<Envelope, 'payload'>>;

export function line(told: Told = {}): string {
  const event = {
    event_id: 'e-1',
    event_type: 'order_placed',
    entity: 'order',
    entity_id: '17',
    occurred_at: '2026-11-20T13:45:10.000Z',
    ingested_at: '2026-11-20T13:45:11.000Z',
    source: 'rabbitmq/%2F/lake',
    ...told,
  };
  return envelopeLine(event, '{"total":12.5}');
}

export type Batch = { readonly records?: readonly string[]; readonly state?: unknown; readonly from?: number };

export function batch({ records = [], state = {}, from = 0 }: Batch, more: Partial<WindowEvent> = {}): WindowEvent {
  const Records = records.map((data, index) => ({
    eventID: `${shardId}:${from + index}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:eu-west-1:000000000000:stream/events',
    eventVersion: '1.0',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/tally',
    awsRegion: 'eu-west-1',
    kinesis: {
      approximateArrivalTimestamp: 1_795_181_111,
      data: Buffer.from(data).toString('base64'),
      kinesisSchemaVersion: '1.0',
      partitionKey: 'order/1',
      sequenceNumber: String(from + index),
    },
  }));
  const carried = JSON.parse(JSON.stringify(state));
  const flags = { isFinalInvokeForWindow: false, isWindowTerminatedEarly: false };
  return { Records, window: { start, end }, state: carried, shardId, ...flags, ...more };
}

export const final = { isFinalInvokeForWindow: true };

export function memory(limits?: { readonly types: number; readonly hashes: number }) {
  const objects = new Map<string, string>();
  const errors: string[] = [];
  const count = createTally({
    write: async (key, body) => {
      objects.set(key, body);
    },
    lateAfterMs: 300_000,
    log: { error: (message) => errors.push(String(message)) },
    ...(limits === undefined ? {} : { limits }),
  });
  const tally = async (event: WindowEvent) => (await count(event)).answer;
  const rows = () =>
    [...objects.values()].flatMap((body) =>
      body
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text)),
    );
  return { tally, objects, errors, rows };
}
