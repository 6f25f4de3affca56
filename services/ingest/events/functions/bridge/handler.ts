import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createEventPorts, eventEnvironment } from '../../delivery/event-ports.ts';
import { reportCounts } from '../../delivery/report-counts.ts';
import { createBridge } from './bridge.ts';

const telemetry = createTelemetry();
const bridge = createBridge(await createEventPorts(readEnvironment(eventEnvironment)));

export const handler = wire<unknown, void>(telemetry, async (event, context) => {
  const counts = await bridge(event, () => context.getRemainingTimeInMillis());
  telemetry.logger.info('Bridged a batch', { counts });
  reportCounts(telemetry, counts);
});
