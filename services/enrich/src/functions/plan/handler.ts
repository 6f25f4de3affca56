import { wire } from '@tributary/shared/lambda.ts';
import { createBatchHandler } from '@tributary/shared/sqs.ts';
import { createService } from '../../service.ts';
import { createPlan } from './plan.ts';

const { telemetry, ...service } = createService();

export const handler = wire(telemetry, createBatchHandler(service.log, createPlan(service)));
