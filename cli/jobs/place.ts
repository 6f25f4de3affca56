import { type DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { createJobStore } from '@tributary/shared/jobs/dynamo/job-store.ts';
import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import type { JobsService } from './declared.ts';

/** The function of a service that starts its statements, and takes orders. */
const planners: Readonly<Record<JobsService, string>> = {
  ingest: 'plan-current',
  enrich: 'plan',
  query: 'plan',
};

/** Why a service does not take up what it is told. */
export function whereToLook(service: JobsService): string {
  return `lake logs ${planners[service]} --errors and lake replay dead-letters say why.`;
}

export type Stage = { readonly prefix: string; readonly stage: string };

/** The names of what a service keeps its jobs in, and takes its orders from. */
export type Place = {
  readonly service: JobsService;
  readonly stage: string;
  readonly table: string;
  readonly queue: string;
};

/** What is asked of a service that is not there. */
export class NotDeployedError extends Error {
  override readonly name = 'NotDeployedError';
  readonly service: JobsService;

  constructor({ service, stage }: Place, missing: string) {
    super(`services/${service} is not deployed to the stage ${stage}, or in an older version: there is no ${missing}.`);
    this.service = service;
  }
}

export function placeOf(service: JobsService, { prefix, stage }: Stage): Place {
  return {
    service,
    stage,
    table: `${prefix}-${service}-jobs-${stage}`,
    queue: `${prefix}-${service}-${stage}-${planners[service]}`,
  };
}

/** What is known of a service's jobs. Each throws NotDeployedError where there is no table. */
export type JobsReader = Pick<
  JobStore,
  | 'state'
  | 'waiting'
  | 'setAside'
  | 'log'
  | 'standings'
  | 'dependents'
  | 'causedBy'
  | 'versions'
  | 'backfills'
  | 'slots'
>;

export function createReader(client: Pick<DynamoDBClient, 'send'>, place: Place): JobsReader {
  const store = createJobStore(client, place.table);
  const whereDeployed =
    <A extends readonly unknown[], R>(read: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await read(...args);
      } catch (error) {
        throw error instanceof ResourceNotFoundException ? new NotDeployedError(place, `table ${place.table}`) : error;
      }
    };
  return {
    state: whereDeployed(store.state),
    waiting: whereDeployed(store.waiting),
    setAside: whereDeployed(store.setAside),
    log: whereDeployed(store.log),
    standings: whereDeployed(store.standings),
    dependents: whereDeployed(store.dependents),
    causedBy: whereDeployed(store.causedBy),
    versions: whereDeployed(store.versions),
    backfills: whereDeployed(store.backfills),
    slots: whereDeployed(store.slots),
  };
}
