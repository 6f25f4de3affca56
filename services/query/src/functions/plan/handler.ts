import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createService } from '../../service.ts';
import { createPlan } from './plan.ts';

const { telemetry, log, ...service } = createService();

export const handler = wire(telemetry, createMessageHandler(log, createPlan(service)));
