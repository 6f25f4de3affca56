import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { createFindPartitions } from '@tributary/shared/catalog-partitions.ts';
import { readEnvironment } from '@tributary/shared/environment.ts';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
import { jobsEnvironment, upkeepSettings, wireJobs } from '@tributary/shared/jobs/wire.ts';
import { createTelemetry } from '@tributary/shared/lambda.ts';
import type { View } from '@tributary/shared/views/view.ts';
import { viewTarget } from '@tributary/shared/views/view-target.ts';
import * as z from 'zod';
import { declaredViews } from '../core/current/declared-views.ts';
import { rowsTarget } from '../core/current/rows-target.ts';
import { changeColumns } from '../core/rows/change-columns.ts';
import { loadChanges } from '../landing/changes-file.ts';
import { isFilling } from './filling.ts';
import { createReadKeyRange } from './key-range.ts';
import { createColumnsOf, createIsReadable } from './readable.ts';
import { createUnregistered } from './unregistered.ts';

const environmentSchema = jobsEnvironment.extend({ GATHER_SECONDS: z.coerce.number().nonnegative() });

/** What the functions that keep `_current` and `_history` are wired from. */
export function createService() {
  const environment = readEnvironment(environmentSchema);
  const { LAKE_DATABASE: lake, LAKE_BUCKET: lakeBucket } = environment;
  const glue = new GlueClient();
  const s3 = new S3Client();
  const store = createJobStore(new DynamoDBClient(), environment.JOBS_TABLE, environment.JOB_LOG_DAYS);
  const changes = loadChanges();
  const declared = changes.sources.flatMap((source) => source.tables.map((table) => ({ source, table })));
  const expected = declared.map(({ source, table }) => {
    const names = changeColumns(table, source.format).map(({ name }) => name);
    return [`${table.name}_changes`, names] as const;
  });
  const isReadable = createIsReadable(createColumnsOf(glue, lake), new Map(expected));
  const telemetry = createTelemetry();
  const settings = {
    ...upkeepSettings(environment, { glue, s3, log: telemetry.logger }),
    lakeBucket,
    gatherSeconds: environment.GATHER_SECONDS,
    unregistered: createUnregistered(createFindPartitions(glue, lake)),
    isReadable,
  };
  const tables = declared
    .filter(({ table: { key, current } }) => key.length > 0 && current === 'table')
    .map(({ source, table }) => ({ table, target: rowsTarget({ lake, source, table }, settings) }));
  const rowsTables = new Set(tables.map(({ target }) => target.name));
  /** One of current rows is, once it has been filled. */
  const isReady = async (table: string): Promise<boolean> =>
    (await isReadable(table)) && !(rowsTables.has(table) && (await isFilling(store, table, Date.now())));
  const databases = { lake, raw: lake };
  const views = declaredViews(changes, lake);
  const isUnready = async ({ reads }: View) => {
    for (const { table } of reads) if (!(await isReady(table))) return true;
    return false;
  };
  const viewTargets = views.map((view) => viewTarget(view, databases, () => isUnready(view)));
  const targets = [...viewTargets, ...tables.map(({ target }) => target)];
  const wired = wireJobs({ environment, service: 'ingest', targets, telemetry, glue, s3 });
  return {
    ...{ ...wired, telemetry, databases, views, viewTargets, tables, isReady, store },
    tableExists: async (_: string, table: string) => isReady(table),
    readKeyRange: createReadKeyRange(s3),
  };
}
