import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createService } from '../../current/service.ts';

const { telemetry, jobs, log } = createService();

export const handler = wire(
  telemetry,
  createMessageHandler(log, () => jobs.reconcile()),
);
