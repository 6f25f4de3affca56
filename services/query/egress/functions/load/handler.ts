import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createJobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import { createWake } from '@tributary/shared/jobs/wake.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import { createLoadDatabase } from '../../loading/load-database.ts';
import { openMysql } from '../../loading/mysql/session.ts';
import { openPostgresql } from '../../loading/postgresql/session.ts';
import { createRowFiles } from '../../loading/row-files.ts';
import { readRows } from '../../loading/rows.ts';
import { createReadSecret } from '../../loading/secret.ts';
import { readCopies } from '../../read-copies.ts';
import { createCopyStore } from '../../store/copy-store.ts';
import { createLoad } from './load.ts';

const environment = readEnvironment(z.object({ JOBS_TABLE: z.string(), EGRESS_QUEUE_URL: z.string() }));
const telemetry = createTelemetry();
const files = createRowFiles(new S3Client());

const load = createLoad({
  copies: readCopies(import.meta.url),
  store: createCopyStore(createJobsTable(new DynamoDBClient(), environment.JOBS_TABLE)),
  readSecret: createReadSecret(new SecretsManagerClient()),
  readRows: (location, columns) => readRows(files, location, columns),
  loadDatabase: createLoadDatabase({ open: { mysql: openMysql, postgresql: openPostgresql } }),
  wake: createWake(new SQSClient({ useQueueUrlAsEndpoint: false }), environment.EGRESS_QUEUE_URL),
  now: Date.now,
  log: telemetry.logger,
  count: telemetry.count,
});

export const handler = wire(telemetry, createMessageHandler(telemetry.logger, load));
