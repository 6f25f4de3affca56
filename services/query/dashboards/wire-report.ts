import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { createAthena } from '@tributary/shared/athena.ts';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createJobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import { createTelemetry } from '@tributary/shared/lambda.ts';
import { createSend } from '@tributary/shared/send-message.ts';
import * as z from 'zod';
import type { ReportOrder } from './core/report/order.ts';
import { createDrawElsewhere } from './drawing/draw-elsewhere.ts';
import { createAdvance } from './functions/report/advance.ts';
import type { ReportDeps } from './functions/report/deps.ts';
import { type Addresses, compose } from './mailing/compose.ts';
import { createSendMail } from './mailing/send-mail.ts';
import { readStored } from './read-stored.ts';
import { createReportStore } from './store/report-store.ts';

const environmentSchema = z.object({
  JOBS_TABLE: z.string(),
  REPORT_QUEUE_URL: z.string(),
  LAKE_BUCKET: z.string(),
  LAKE_DATABASE: z.string(),
  WORK_GROUP: z.string(),
  DRAW_FUNCTION: z.string(),
  STATEMENT_SECONDS: z.coerce.number(),
  MAIL_FROM: z.string(),
  MAIL_TO: z.string(),
});

/** What the function report is wired from. */
export function createReportService() {
  const environment = readEnvironment(environmentSchema);
  const { LAKE_BUCKET: bucket, LAKE_DATABASE: database, WORK_GROUP: workGroup } = environment;
  const telemetry = createTelemetry();
  const { logger: log, count } = telemetry;
  const s3 = new S3Client();
  const send = createSend(environment.REPORT_QUEUE_URL);
  const wake = (order: ReportOrder, delaySeconds: number) => send(JSON.stringify(order), delaySeconds);
  const advance = createAdvance({
    ...{ wake, log, count, now: Date.now, names: { bucket, database, workGroup } },
    store: createReportStore(createJobsTable(new DynamoDBClient(), environment.JOBS_TABLE)),
    athena: createAthena(new AthenaClient()),
    draw: createDrawElsewhere(new LambdaClient(), environment.DRAW_FUNCTION),
    async put(Key, Body) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'text/html; charset=utf-8' }));
    },
    mail: mailOf(environment),
    maxMs: environment.STATEMENT_SECONDS * 1_000,
  });
  return { telemetry, log, wake, advance, dashboards: readStored(import.meta.url) };
}

type Mailing = Pick<z.infer<typeof environmentSchema>, 'MAIL_FROM' | 'MAIL_TO'>;

function mailOf({ MAIL_FROM: from, MAIL_TO: to }: Mailing): ReportDeps['mail'] {
  if (to === '') return undefined;
  const addresses: Addresses = { from, to: to.split(',').map((each) => each.trim()) };
  const send = createSendMail(new SESv2Client({ maxAttempts: 1 }), addresses);
  return async (letter) => send(await compose(letter, addresses));
}
