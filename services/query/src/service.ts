import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { readCompiled } from '@tributary/shared/compiled.ts';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { jobsEnvironment, upkeepSettings, wireJobs } from '@tributary/shared/jobs/wire.ts';
import { createTelemetry } from '@tributary/shared/lambda.ts';
import { createTableExists } from '@tributary/shared/table-exists.ts';
import { viewTarget } from '@tributary/shared/views/view-target.ts';
import * as z from 'zod';
import { compactionTarget } from '../compaction/core/compaction-target.ts';
import { wireCompaction } from '../compaction/wire-compaction.ts';
import { compiled } from './core/compiled.ts';
import { datasetTarget } from './core/dataset-target.ts';

const environmentSchema = jobsEnvironment.extend({
  RAW_DATABASE: z.string(),
  EVERY_SECONDS: z.coerce.number().nonnegative(),
  FILL_PARTITIONS: z.coerce.number().int().positive(),
  COMPACT: z.enum(['on', 'off']),
  COMPACT_HOURS: z.coerce.number().nonnegative(),
});

/** What the handlers of this service are wired from: environment, what was compiled, clients. */
export function createService() {
  const environment = readEnvironment(environmentSchema);
  const { datasets, views } = readCompiled(import.meta.url, compiled);
  const databases = { lake: environment.LAKE_DATABASE, raw: environment.RAW_DATABASE };
  const glue = new GlueClient();
  const s3 = new S3Client();
  const telemetry = createTelemetry();
  const settings = {
    ...upkeepSettings(environment, { glue, s3, log: telemetry.logger }),
    databases,
    lakeBucket: environment.LAKE_BUCKET,
    everySeconds: environment.EVERY_SECONDS,
    fillPartitions: environment.FILL_PARTITIONS,
    tableExists: createTableExists(glue),
  };
  const closing = { closeMs: environment.COMPACT_HOURS * 3_600_000, gatherMs: environment.EVERY_SECONDS * 1_000 };
  const compaction = compactionTarget({ ...settings, ...closing, now: Date.now });
  const viewTargets = views.map((view) => viewTarget(view, databases));
  const wired = wireJobs({
    environment,
    service: 'query',
    targets: [...datasets.map((dataset) => datasetTarget(dataset, settings, datasets)), ...viewTargets, compaction],
    telemetry,
    glue,
    s3,
  });
  const staged = { bucket: environment.LAKE_BUCKET, database: environment.LAKE_DATABASE };
  const taken = new Set([...datasets.map(({ table }) => table), ...views.map(({ view }) => view)]);
  const isOn = environment.COMPACT === 'on';
  const { takeOrder, planCompaction, findEventTypes } = wireCompaction({
    ...wired,
    isOn,
    glue,
    databases,
    closing,
    taken,
  });
  const more = { more: planCompaction, takeOrder, findEventTypes };
  return { ...wired, ...more, telemetry, databases, datasets, views, viewTargets, glue, s3, staged };
}
