import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createEgressService } from '../../wire-egress.ts';
import { createEgress } from './egress.ts';

const { telemetry, log, ...service } = createEgressService();

export const handler = wire(telemetry, createMessageHandler(log, createEgress({ ...service, log })));
