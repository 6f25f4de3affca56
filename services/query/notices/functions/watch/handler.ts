import { wire } from '@tributary/shared/lambda.ts';
import { createBatchHandler } from '@tributary/shared/sqs.ts';
import { wireTelling } from '../../telling/wire.ts';
import { createSourceStore } from './source-store.ts';
import { createWatch } from './watch.ts';

const { telemetry, table, deps } = wireTelling();
const { logger: log, count } = telemetry;
const sources = createSourceStore(table);

export const handler = wire(telemetry, createBatchHandler(log, createWatch({ ...deps, sources, log, count })));
