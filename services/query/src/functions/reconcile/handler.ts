import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createService } from '../../service.ts';
import { createReconcile } from './reconcile.ts';

const { telemetry, datasets, jobs, settleExecution, advance, log } = createService();

export const handler = wire(
  telemetry,
  createMessageHandler(log, createReconcile({ datasets, jobs, settleExecution, advance })),
);
