import { wire } from '@tributary/shared/lambda.ts';
import { createBatchHandler } from '@tributary/shared/sqs.ts';
import { wireTelling } from '../../telling/wire.ts';
import { createGroupNotices } from './group-notices.ts';

const { telemetry, deps } = wireTelling();
const { logger: log, count } = telemetry;

export const handler = wire(telemetry, createBatchHandler(log, createGroupNotices({ ...deps, log, count })));
