import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createKeepViews } from '@tributary/shared/views/keep-views.ts';
import { createService } from '../../current/service.ts';
import { createPlanCurrent } from './plan-current.ts';

const { telemetry, log, ...service } = createService();
const keepViews = createKeepViews(service);

export const handler = wire(telemetry, createMessageHandler(log, createPlanCurrent({ ...service, keepViews })));
