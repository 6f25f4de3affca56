import type { FirehoseTransformationEvent } from 'aws-lambda';
import { readDeclarations } from '../core/facts/declarations.ts';
import { factsOf } from '../core/facts/facts-of.ts';
import { ParkedPayloadError } from '../core/facts/parked.ts';
import { type Envelope, envelopeLine } from '../core/messages/envelope.ts';
import { createFacts, type FactsOutcome } from './facts.ts';

const declarations = readDeclarations(`
events:
  order_placed: {}
  order_changed: { before: old, after: new }
  cart_filled: { arrays: [items] }
`);

const arrivedAt = Date.parse('2026-11-20T13:45:00.000Z');

export type Told = Partial<Omit<Envelope, 'payload'>> & { readonly payload?: unknown };

export function line({ payload = { status: 'paid' }, ...told }: Told = {}): string {
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
  return envelopeLine(event, JSON.stringify(payload));
}

export function ask(records: readonly (string | Buffer)[]): FirehoseTransformationEvent {
  return {
    invocationId: 'invocation',
    deliveryStreamArn: 'arn:aws:firehose:eu-west-1:000000000000:deliverystream/facts',
    region: 'eu-west-1',
    records: records.map((data, index) => ({
      recordId: `${String(index).padStart(56, '4')}`,
      approximateArrivalTimestamp: arrivedAt,
      data: Buffer.from(data).toString('base64'),
      kinesisRecordMetadata: {
        shardId: 'shardId-000000000000',
        partitionKey: 'order/1',
        approximateArrivalTimestamp: arrivedAt,
        sequenceNumber: String(index),
        subsequenceNumber: '0',
      },
    })),
  };
}

export function memory() {
  const objects = new Map<string, string>();
  const warnings: unknown[] = [];
  const transform = createFacts({
    declarations,
    payloadOf: async ({ payload }) => {
      if (payload === '"lost"') throw new ParkedPayloadError('it is not there');
      if (payload === '"slow"') throw new Error('SlowDown');
      return payload;
    },
    writeOverflow: async (key, chunks) => {
      let text = '';
      for await (const chunk of chunks) text += chunk.text;
      objects.set(key, text);
      return text.length;
    },
    log: { warn: (...told) => warnings.push(told) },
  });
  return { transform, objects, warnings };
}

export const parsed = (text: string) =>
  text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((each) => JSON.parse(each));

/** The facts in an answer, by the entity that is their partition key. */
export function answered({ result }: FactsOutcome) {
  return result.records.flatMap((record) => {
    const text = Buffer.from(record.data ?? '', 'base64').toString();
    return parsed(text).map((fact) => ({ partition: record.metadata?.partitionKeys.entity, fact }));
  });
}

export const results = ({ result }: FactsOutcome) => result.records.map((record) => record.result);

export function factIdsOf(told: Told): readonly string[] {
  const { payload, ...event } = JSON.parse(line(told));
  const declared = declarations.get(event.event_type);
  if (declared === undefined) return [];
  return [...factsOf({ ...event, payload: JSON.stringify(payload) }, declared)].map((fact) => fact.fact_id);
}
