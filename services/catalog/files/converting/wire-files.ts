import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { createOpenRaw, createRawCalls } from '@tributary/shared/objects/raw-objects.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createSendEvents } from '@tributary/shared/send-events.ts';
import type * as z from 'zod';
import { createHideColumns } from '../../glue/sensitive-columns.ts';
import { createAgree } from './agree.ts';
import { createConvertFile } from './convert-file.ts';
import { createFindTarget } from './target-table.ts';
import { type filesEnvironment, wireCatalog } from './wiring.ts';

/** What converts files on AWS. */
export function wireFiles(environment: z.infer<typeof filesEnvironment>) {
  const { LAKE_BUCKET: lakeBucket, LAKE_DATABASE: database, EVENT_BUS: bus } = environment;
  const catalog = wireCatalog(environment);
  // Where nobody is an analyst there is nobody to hide a column from.
  const hideColumns =
    environment.SENSITIVE_TAG === ''
      ? async () => undefined
      : createHideColumns(new LakeFormationClient({}), environment.SENSITIVE_TAG);
  const sendEvents = createSendEvents({ client: new EventBridgeClient({}), bus, service: 'catalog' });
  return {
    ...catalog,
    sendEvents,
    hideColumns,
    open: createOpenRaw(createRawCalls(catalog.s3)),
    findTarget: createFindTarget(catalog.glue.findTable, database),
    convertFile: createConvertFile({
      salvage: createSalvage(),
      agree: createAgree({ ...catalog.glue, hideColumns, database, lakeBucket }),
      lake: catalog.lake,
      sendEvents,
      lakeBucket,
      rejectedPrefix: environment.REJECTED_PREFIX,
    }),
  };
}
