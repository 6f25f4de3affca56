import { randomUUID } from 'node:crypto';
import { type Attempt, asService } from './attempt.ts';

/** Writes an event to a log group, in a stream of its own as AWS does. */
export async function sendToLogGroup({ delivery, cloud, payload }: Attempt): Promise<void> {
  const arn = delivery.target.Arn ?? '';
  const logGroupName = arn.slice(arn.indexOf('log-group:') + 10).replace(/:\*$/, '');
  const logStreamName = randomUUID();
  const caller = asService(delivery);
  await cloud.call(caller, 'logs', 'CreateLogStream', { logGroupName, logStreamName });
  await cloud.call(caller, 'logs', 'PutLogEvents', {
    logGroupName,
    logStreamName,
    logEvents: [{ timestamp: Date.parse(delivery.event.time), message: payload }],
  });
}
