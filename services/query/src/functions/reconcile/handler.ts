import { wire } from '@tributary/shared/lambda.ts';
import { createMessageHandler } from '@tributary/shared/sqs.ts';
import { createGetTableColumns } from '@tributary/shared/table-columns.ts';
import { createService } from '../../service.ts';
import { createFill } from './fill.ts';
import { createListFolders, createRemoveTable } from './staged-tables.ts';
import { createSweep } from './sweep.ts';

const { telemetry, jobs, log, glue, s3, staged, findEventTypes, ...service } = createService();
const fill = createFill({ ...service, log, chance: Math.random, getTableColumns: createGetTableColumns(glue) });
const listFolders = createListFolders(s3, staged);
const sweep = createSweep({ ...service, log, listFolders, removeTable: createRemoveTable(glue, s3, staged) });

export const handler = wire(
  telemetry,
  createMessageHandler(log, async () => {
    await fill();
    await jobs.reconcile();
    await sweep();
    await findEventTypes();
  }),
);
