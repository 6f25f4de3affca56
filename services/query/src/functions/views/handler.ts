import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createKeepViews } from '@tributary/shared/views/keep-views.ts';
import { createService } from '../../service.ts';

const { telemetry, log, ...service } = createService();

export const handler = wire(telemetry, createMessageHandler(log, createKeepViews(service)));
