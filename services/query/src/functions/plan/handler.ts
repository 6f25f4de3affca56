import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createService } from '../../service.ts';
import { createPlan } from './plan.ts';

const { telemetry, datasets, names, jobs, advance, log } = createService();
const plan = createPlan({ datasets, lakeDatabase: names.lakeDatabase, jobs, advance });

export const handler = wire(telemetry, createMessageHandler(log, plan));
