import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import { createCrawledTables } from './crawled-tables.ts';
import { createTellCrawled } from './tell-crawled.ts';

const environment = readEnvironment(
  z.object({ RAW_DATABASE: z.string().min(1), LAKE_DATABASE: z.string().min(1), EVENT_BUS: z.string().min(1) }),
);
const telemetry = createTelemetry();

const tellCrawled = createTellCrawled({
  ...createCrawledTables(new GlueClient()),
  databases: [environment.RAW_DATABASE, environment.LAKE_DATABASE],
  sendEvents: createSendEvents({ client: new EventBridgeClient(), bus: environment.EVENT_BUS, service: 'catalog' }),
  log: telemetry.logger,
});

export const handler = wire(telemetry, createMessageHandler(telemetry.logger, tellCrawled));
