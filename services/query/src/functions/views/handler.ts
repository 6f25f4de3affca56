import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createService } from '../../service.ts';
import { createViews } from './views.ts';

const { telemetry, views, names, tableExists, startQuery, jobs, now, log } = createService();

export const handler = wire(
  telemetry,
  createMessageHandler(log, createViews({ views, names, tableExists, startQuery, jobs, now, log })),
);
