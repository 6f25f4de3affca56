import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRoutes } from '@tributary/ingest/events/core/routes/read-routes.ts';
import { createRoute, type Outcome } from '@tributary/ingest/events/core/routes/route.ts';
import type { Publisher } from '@tributary/local/aws/mq/publisher.ts';
import { readMessages } from '../route/messages.ts';

const sampleEvents = fileURLToPath(new URL('../../samples/events/messages.ndjson', import.meta.url));
const routesFile = fileURLToPath(import.meta.resolve('@tributary/ingest/events/routes.yml'));

/** The exchange that the sample's applications publish to, and the queue that the bridge reads. */
const exchange = 'app.events';
const queue = 'lake';

/** What the present routes make of the sample: messages, how many become events of each type and of each entity, and what does not. */
export type EventsSample = {
  readonly messages: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly byEntity: Readonly<Record<string, number>>;
  readonly dropped: number;
  readonly rejected: number;
};

export async function expectEvents(): Promise<EventsSample> {
  const decide = createRoute(readRoutes(readFileSync(routesFile, 'utf8')), () => 'any salt');
  const byType = new Map<string, number>();
  const byEntity = new Map<string, number>();
  const count = { messages: 0, dropped: 0, rejected: 0 };
  const note = ({ event: { event_type, entity } }: Extract<Part, { kind: 'kept' }>) => {
    // A route may name its events as it likes, constructor too.
    byType.set(event_type, (byType.get(event_type) ?? 0) + 1);
    byEntity.set(entity, (byEntity.get(entity) ?? 0) + 1);
  };
  for await (const message of sampleMessages()) {
    count.messages += 1;
    for (const outcome of partsOf(decide(message, Date.now()))) {
      if (outcome.kind === 'kept') note(outcome);
      else count[outcome.kind] += 1;
    }
  }
  return { ...count, byType: Object.fromEntries(byType), byEntity: Object.fromEntries(byEntity) };
}

type Part = Exclude<Outcome, { kind: 'several' }>;

function partsOf(outcome: Outcome): readonly Part[] {
  return outcome.kind === 'several' ? outcome.outcomes : [outcome];
}

/** Publishes the sample to the broker that the local cloud reads, as the applications would. */
export async function publishEvents(publisher: Publisher): Promise<void> {
  await publisher.declare({
    exchanges: [{ name: exchange, type: 'topic' }],
    queues: [queue],
    bindings: [{ exchange, queue, routingKey: '#' }],
  });
  for await (const { routingKey, properties, headers, body } of sampleMessages()) {
    const { messageId, type, appId, timestamp } = properties;
    await publisher.publish(exchange, {
      routingKey: routingKey ?? '',
      properties: {
        contentType: 'application/json',
        headers: { ...headers },
        messageId: messageId ?? undefined,
        type: type ?? undefined,
        appId: appId ?? undefined,
        timestamp: timestamp === null ? undefined : Math.floor(timestamp / 1000),
      },
      body,
    });
  }
}

async function* lines(): AsyncGenerator<string> {
  yield readFileSync(sampleEvents, 'utf8');
}

function sampleMessages() {
  return readMessages(lines());
}
