import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createReportService } from '../../wire-report.ts';
import { createReport } from './report.ts';

const { telemetry, ...service } = createReportService();

export const handler = wire(telemetry, createMessageHandler(service.log, createReport(service)));
