import { openPublisher } from '@tributary/local/aws/mq/publisher.ts';
import type { PatientProgress } from '../terminal/patient-progress.ts';
import { type EventsSample, publishEvents } from './events.ts';
import { type Lake, thousands } from './watch.ts';
import { countEvents } from './watch-events.ts';

/** Publishes the sample's events, unless an earlier start has brought them all. */
export async function publishOnce(lake: Lake, sample: EventsSample, progress: PatientProgress): Promise<void> {
  const kept = sample.messages - sample.dropped - sample.rejected;
  if ((await countEvents(lake, sample)) >= kept) return;
  const amqpUrl = process.env.AMQP_URL ?? '';
  progress.awaits(
    () => `RabbitMQ to take the sample's messages (${amqpUrl === '' ? "the local cloud's own" : 'that of AMQP_URL'})`,
  );
  const publisher = await openPublisher({ endpoint: lake.endpoint, amqpUrl });
  await publishEvents(publisher).finally(() => publisher.close());
  progress.done(`${thousands(sample.messages)} messages of the sample are published to RabbitMQ`);
}
