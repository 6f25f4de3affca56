import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { createFindPartitions } from '@tributary/shared/catalog-partitions.ts';
import { readCompiled } from '@tributary/shared/compiled.ts';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { jobsEnvironment, upkeepSettings, wireJobs } from '@tributary/shared/jobs/wire.ts';
import { createTelemetry } from '@tributary/shared/lambda.ts';
import { createTableExists } from '@tributary/shared/table-exists.ts';
import * as z from 'zod';
import { createUnregistered } from './catalog/unregistered.ts';
import { compiled } from './core/enrichment.ts';
import { enrichmentTarget } from './core/enrichment-target.ts';
import { createObjects } from './objects.ts';

const environmentSchema = jobsEnvironment.extend({
  HAS_CRM: z.enum(['true', 'false']),
  CRM_CATALOG: z.string(),
  CRM_DATABASE: z.string(),
  GATHER_SECONDS: z.coerce.number().nonnegative(),
});

/** What the handlers of this service are wired from: environment, what was compiled, clients. */
export function createService() {
  const environment = readEnvironment(environmentSchema);
  const declared = readCompiled(import.meta.url, compiled).enrichments;
  // Without a CRM there is no catalog of it.
  const enrichments = declared.filter(({ readsCrm }) => !readsCrm || environment.HAS_CRM === 'true');
  const { LAKE_DATABASE: lakeDatabase, LAKE_BUCKET: lakeBucket } = environment;
  const glue = new GlueClient();
  const s3 = new S3Client();
  const { hasObjects, readJson } = createObjects(s3);
  const tableExists = createTableExists(glue);
  const telemetry = createTelemetry();
  const settings = {
    ...upkeepSettings(environment, { glue, s3, log: telemetry.logger }),
    names: { lakeDatabase, crmCatalog: environment.CRM_CATALOG, crmDatabase: environment.CRM_DATABASE },
    lakeBucket,
    gatherSeconds: environment.GATHER_SECONDS,
    unregistered: createUnregistered(createFindPartitions(glue, lakeDatabase), (prefix) =>
      hasObjects(lakeBucket, prefix),
    ),
    tableExists: (table: string) => tableExists(lakeDatabase, table),
  };
  const targets = enrichments.map((each) => enrichmentTarget(each, settings));
  const wired = wireJobs({ environment, service: 'enrich', targets, telemetry, glue, s3 });
  return { ...wired, telemetry, enrichments, readJson };
}
