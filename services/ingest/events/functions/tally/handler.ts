import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createTelemetry, wire } from '@tributary/shared/lambda.ts';
import * as z from 'zod';
import { createTally, type TallyAnswer, type WindowEvent } from './tally.ts';

const environment = readEnvironment(
  z.object({ RAW_BUCKET: z.string().min(3), LATE_AFTER_SECONDS: z.coerce.number().nonnegative() }),
);
const telemetry = createTelemetry();
const s3 = new S3Client({});

const tally = createTally({
  write: async (key, body) => {
    await s3.send(
      new PutObjectCommand({
        Bucket: environment.RAW_BUCKET,
        Key: key,
        Body: body,
        ContentType: 'application/x-ndjson',
      }),
    );
  },
  log: telemetry.logger,
  lateAfterMs: environment.LATE_AFTER_SECONDS * 1000,
});

export const handler = wire<WindowEvent, TallyAnswer>(telemetry, async (event) => {
  const { answer, rows } = await tally(event);
  for (const { event_type, events } of rows) telemetry.countBy('Events', { event_type }, events);
  telemetry.count(
    'EventsRepeated',
    rows.reduce((sum, { repeated }) => sum + repeated, 0),
  );
  telemetry.count(
    'EventsLate',
    rows.reduce((sum, { late }) => sum + late, 0),
  );
  return answer;
});
