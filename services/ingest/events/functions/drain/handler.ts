import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import * as z from 'zod';
import { createBreaker } from '../../core/amqp/breaker.ts';
import { createEventPorts, eventEnvironment } from '../../delivery/event-ports.ts';
import { readSecret } from '../../delivery/secret.ts';
import { connectBroker } from './broker.ts';
import { connectionSecret } from './connection.ts';
import { createDrain } from './drain.ts';

const environment = readEnvironment(
  eventEnvironment.extend({
    DRAIN_QUEUE: z.string().min(1),
    DRAIN_PREFETCH: z.coerce.number().int().min(1).max(65_535),
    DRAIN_IDLE_SECONDS: z.coerce.number().positive(),
    DRAIN_MEGABYTES: z.coerce.number().positive(),
  }),
);
const telemetry = createTelemetry();
const secrets = new SecretsManagerClient({});
const ports = await createEventPorts(environment, secrets);
const breaker = createBreaker();

export const handler = wire<unknown, void>(telemetry, async (_event, context) => {
  // Read anew each time: credentials are rotated.
  const connection = await readSecret(secrets, environment.BROKER_SECRET, connectionSecret);
  const drain = createDrain({
    connect: connectBroker,
    connection,
    queue: environment.DRAIN_QUEUE,
    prefetch: environment.DRAIN_PREFETCH,
    idleMs: environment.DRAIN_IDLE_SECONDS * 1000,
    maxBytesInHand: environment.DRAIN_MEGABYTES * 1024 * 1024,
    ports,
    breaker,
    log: telemetry.logger,
  });
  const counts = await drain(() => context.getRemainingTimeInMillis());
  telemetry.logger.info('Drained the queue', { counts });
  for (const [name, value] of Object.entries(counts)) telemetry.count(name, value);
});
