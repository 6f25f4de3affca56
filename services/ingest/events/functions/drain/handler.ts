import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import * as z from 'zod';
import { createBreaker } from '../../core/amqp/breaker.ts';
import { createEventPorts, eventEnvironment } from '../../delivery/event-ports.ts';
import { reportCounts } from '../../delivery/report-counts.ts';
import { readSecret } from '../../delivery/secret.ts';
import { connectBroker } from './broker.ts';
import { connectionSecret } from './connection.ts';
import { createDrain } from './drain.ts';

const environment = readEnvironment(
  eventEnvironment.extend({
    DRAIN_QUEUES: z
      .string()
      .min(1)
      .transform((names) => names.split(',')),
    DRAIN_PREFETCH: z.coerce.number().int().min(1).max(65_535),
    DRAIN_IDLE_SECONDS: z.coerce.number().positive(),
    DRAIN_MEGABYTES: z.coerce.number().positive(),
  }),
);
const telemetry = createTelemetry();
const secrets = new SecretsManagerClient({});
const ports = await createEventPorts(environment, secrets);
const breakers = new Map(environment.DRAIN_QUEUES.map((queue) => [queue, createBreaker()]));
const [first = ''] = environment.DRAIN_QUEUES;
const scheduled = z.object({ queue: z.string().default(first) }).catch({ queue: first });

export const handler = wire<unknown, void>(telemetry, async (event, context) => {
  const { queue } = scheduled.parse(event);
  // Read anew each time: credentials are rotated.
  const connection = await readSecret(secrets, environment.BROKER_SECRET, connectionSecret);
  const drain = createDrain({
    connect: connectBroker,
    connection,
    queue,
    prefetch: environment.DRAIN_PREFETCH,
    idleMs: environment.DRAIN_IDLE_SECONDS * 1000,
    maxBytesInHand: environment.DRAIN_MEGABYTES * 1024 * 1024,
    ports,
    breaker: breakers.get(queue) ?? createBreaker(),
    log: telemetry.logger,
  });
  const counts = await drain(() => context.getRemainingTimeInMillis());
  telemetry.logger.info('Drained the queue', { queue, counts });
  reportCounts(telemetry, counts);
});
