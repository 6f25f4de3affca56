import type { CloudOptions } from '@tributary/local/cloud.ts';
import { localClient } from '../target.ts';
import { createConsole } from './answer.ts';
import { dashboards } from './api/dashboards.ts';
import { declared } from './api/declared.ts';
import { examples } from './api/examples.ts';
import { functions } from './api/functions.ts';
import { graph } from './api/graph.ts';
import { jobs } from './api/jobs.ts';
import { lake } from './api/lake.ts';
import { newDataset } from './api/new-dataset.ts';
import { orders } from './api/orders.ts';
import { parse } from './api/parse.ts';
import { route } from './api/route.ts';
import { runbook } from './api/runbook.ts';
import { tables } from './api/tables.ts';
import type { Answering } from './api.ts';

/** By their place in the address, `/_lake/api/<name>`. */
const answers: Readonly<Record<string, Answering>> = {
  declared,
  graph,
  jobs,
  dashboards,
  examples,
  lake,
  orders,
  runbook,
  parse,
  route,
  tables,
  functions,
  'new-dataset': newDataset,
};

/** The console of a local cloud: what its option `console` takes. */
export const openConsole: NonNullable<CloudOptions['console']> = ({ endpoint, log }) =>
  createConsole({
    target: () => ({ stage: 'local', client: localClient(endpoint()) }),
    answers,
    log: (message, error) => log('error', 'The console could not answer', { message, error: told(error) }),
  });

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
