import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Replication, type ReplicationOptions, replicate } from './aws/dms/replicate.ts';
import { answerRegistry } from './aws/ecr/registry.ts';
import { answerManagement } from './aws/mq/management.ts';
import { systemClock } from './kernel/clock.ts';
import type { Cloud } from './kernel/cloud.ts';
import { createDispatch } from './kernel/dispatch.ts';
import { notCovered } from './kernel/error.ts';
import { createFaults } from './kernel/faults.ts';
import { type HttpExchange, isRead } from './kernel/operation.ts';
import type { Service } from './kernel/service.ts';
import { stopInTime } from './kernel/stop-in-time.ts';
import { answerLake } from './lake-paths.ts';
import { lockFolder } from './lock.ts';
import { closeToOthers } from './private-folder.ts';
import { createServices } from './services.ts';
import { handle } from './wire/handle.ts';
import { readHosts } from './wire/hosts.ts';
import { listen } from './wire/listen.ts';
import { readAccount, readPeers } from './wire/neighbours.ts';
import type { RestResponse } from './wire/rest.ts';

export type ConsoleAnswer = RestResponse;
/** Answers what is asked under /_lake/ and is not the cloud's own; undefined for what is not there. */
export type Console = (path: string, http: HttpExchange) => Promise<ConsoleAnswer | undefined>;

export type CloudOptions = {
  /** Where everything is kept; made when it is not there. */
  readonly stateDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log?: Cloud['log'];
  /** A folder of CSV files, `<catalog>/<table>.csv`, that stand in for federated databases; the project's samples by default. */
  readonly catalogsDir?: string;
  /** The RabbitMQ that event sources of Amazon MQ consume from; without it, by default from AMQP_URL, one in this process. */
  readonly amqpUrl?: string;
  /** The PostgreSQL behind the Redshift Data API, its superuser's URL; without it, by default from REDSHIFT_URL, PGlite. */
  readonly redshiftUrl?: string;
  /** Runs the cloud's clock this far ahead of the machine's: what a day later is like. */
  readonly aheadMs?: number;
  /** Names, beside those of loopback, by which clients call it: LAKE_HOSTS by default. */
  readonly hosts?: readonly string[];
  /** The account that it is: LAKE_ACCOUNT by default, else 000000000000. */
  readonly account?: string;
  /** Endpoints of local clouds that are other accounts, to whose buckets S3 replicates: LAKE_PEERS by default. */
  readonly peers?: readonly string[];
  /** The page to look at, under /_lake/; by default there is none. */
  readonly console?: (behind: { readonly endpoint: () => string; readonly log: Cloud['log'] }) => Console;
};

export type RunningCloud = {
  readonly cloud: Cloud;
  readonly endpoint: string;
  readonly services: readonly Service[];
  /** Begins what a replication of DMS does; it ends with the cloud. */
  replicate(options: ReplicationOptions): Replication;
  /** Ends background work, child processes and connections; what was accepted is on disk when the promise resolves. */
  stop(): Promise<void>;
};

const usualAccount = '000000000000';
const region = 'eu-west-1';

/** The local cloud: every service in this process, on one loopback port. Throws LockedError, HostsError, NeighboursError, or EADDRINUSE for a taken port. */
export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
  const unlock = lockFolder(options.stateDir);
  try {
    return await startLocked({ ...usual(), ...options, unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}

/** What is not said is as the environment has it. */
function usual() {
  return {
    log: () => undefined,
    catalogsDir: fileURLToPath(new URL('../samples', import.meta.url)),
    amqpUrl: process.env.AMQP_URL ?? '',
    redshiftUrl: process.env.REDSHIFT_URL ?? '',
    aheadMs: 0,
    hosts: readHosts(process.env.LAKE_HOSTS ?? ''),
    account: readAccount(process.env.LAKE_ACCOUNT || usualAccount),
    peers: readPeers(process.env.LAKE_PEERS ?? ''),
    console: (): Console => async () => undefined,
  };
}

type Start = Required<CloudOptions> & { readonly unlock: () => void };

async function startLocked({
  stateDir,
  port,
  log,
  catalogsDir,
  amqpUrl,
  redshiftUrl,
  aheadMs,
  hosts,
  account,
  peers,
  console: openConsole,
  unlock,
}: Start): Promise<RunningCloud> {
  closeToOthers(stateDir);
  mkdirSync(join(stateDir, 'tmp'), { recursive: true });
  const clock = systemClock((error) => log('error', 'Background work failed', { error: describe(error) }), aheadMs);
  const services = new Map<string, Service>();
  const find = (name: string): Service => {
    const service = services.get(name);
    if (service === undefined) throw notCovered(`the service ${name}`);
    return service;
  };
  const live = { endpoint: '' };
  const cloud: Cloud = {
    account,
    region,
    stateDir,
    get endpoint() {
      return live.endpoint;
    },
    clock,
    faults: createFaults(),
    log,
    call: async (caller, service, operation, input) => {
      const context = { cloud, caller, requestId: randomUUID() };
      return outputOf(await dispatch(find(service), operation, input, context));
    },
    authorize: (caller, permission) => iam.authorize(caller, permission),
    service: (name) => services.get(name),
  };
  const { iam, lambda, s3, broker, all } = createServices(cloud, { catalogsDir, amqpUrl, redshiftUrl, peers });
  const page = openConsole({ endpoint: () => live.endpoint, log });
  const dispatch = createDispatch((sessionName) => lambda.killSession(sessionName));
  for (const service of all) services.set(service.name, service);
  const stopServices = async () => {
    clock.stop();
    // Functions first: what they are in the middle of calling is still there.
    await stopInTime(lambda, log);
    await Promise.all(all.map((service) => stopInTime(service, log)));
  };

  const listener = await listen(port, (request, response) => {
    handle(
      {
        callerOf: iam.callerOf,
        call: (caller, service, operation, input, { requestId, http }) =>
          dispatch(find(service), operation, input, { cloud, caller, requestId, http }),
        other: async (path: string, scope, http: HttpExchange) =>
          (await answerRegistry(scope, http)) ??
          (await answerManagement(broker, path, http)) ??
          (await s3.answerNeighbour(http)) ??
          answerLake({ cloud, services: all, page }, path, http),
        hosts,
        now: clock.now,
        log,
      },
      request,
      response,
    ).catch((error: unknown) => log('error', 'A request failed', { error: describe(error) }));
  }).catch(async (error: unknown) => {
    await stopServices();
    throw error;
  });
  live.endpoint = `http://127.0.0.1:${listener.port}`;
  for (const service of all) service.start?.();
  const replications: Replication[] = [];
  return {
    cloud,
    endpoint: live.endpoint,
    services: all,
    replicate(options) {
      const replication = replicate(cloud, options);
      replications.push(replication);
      return replication;
    },
    async stop() {
      await Promise.all(replications.map((each) => each.stop()));
      await listener.close();
      await stopServices();
      closeToOthers(stateDir);
      unlock();
    },
  };
}

/** The operation's own type said what it gives; dispatch knows it only as unknown. */
function outputOf<T>(output: unknown): T {
  if (isRead<T>(output)) return output;
  throw new Error('unreachable');
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
