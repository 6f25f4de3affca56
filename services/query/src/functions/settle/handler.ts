import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createService } from '../../service.ts';
import { createSettle } from './settle.ts';

const { telemetry, settleExecution, log } = createService();

export const handler = wire(telemetry, createMessageHandler(log, createSettle(settleExecution)));
