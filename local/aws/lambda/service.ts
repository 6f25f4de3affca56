import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { createAlias, deleteAlias, getAlias, updateAlias } from './alias.ts';
import { deleteFunctionConcurrency, getAccountSettings, putFunctionConcurrency } from './concurrency.ts';
import { createFunction } from './create-function.ts';
import { deleteFunction } from './delete-function.ts';
import { createEngine, type EngineOptions } from './engine.ts';
import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  putFunctionEventInvokeConfig,
} from './event-invoke-config.ts';
import { createEventQueue, type RetryDelays } from './event-queue.ts';
import {
  createEventSourceMapping,
  deleteEventSourceMapping,
  getEventSourceMapping,
  listEventSourceMappings,
  updateEventSourceMapping,
} from './event-source-mapping.ts';
import { getFunction, getFunctionConfiguration } from './get-function.ts';
import { invoke } from './invoke.ts';
import { listFunctions } from './list-functions.ts';
import { listVersionsByFunction } from './list-versions-by-function.ts';
import { createMappings } from './mappings/mappings.ts';
import type { PollerOptions } from './mappings/poller.ts';
import { addPermission, functionPolicy, getPolicy, removePermission } from './permission.ts';
import { publishVersion } from './publish-version.ts';
import { aliasResource } from './resources/alias.ts';
import { eventInvokeConfigResource } from './resources/event-invoke-config.ts';
import { eventSourceMappingResource } from './resources/event-source-mapping.ts';
import { functionResource } from './resources/function.ts';
import { permissionResource } from './resources/permission.ts';
import { versionResource } from './resources/version.ts';
import { openLambdaStore } from './store.ts';
import { listTags, tagResource, untagResource } from './tags.ts';
import { updateFunctionCode } from './update-function-code.ts';
import { updateFunctionConfiguration } from './update-function-configuration.ts';

export type LambdaOptions = Omit<EngineOptions, 'cloud' | 'store'> & RetryDelays & PollerOptions;

export type LambdaService = Service & {
  /** Kills the process that a session's credentials were issued to, as a crash between two of its calls. */
  killSession(sessionName: string): void;
  /** Kills every process of a function. */
  killFunction(functionName: string): void;
};

/** Lambda: each function runs from its zip in processes of its own, with its role's credentials and nothing else. */
export function createLambda(cloud: Cloud, options: LambdaOptions): LambdaService {
  const store = openLambdaStore(join(cloud.stateDir, 'lambda'));
  const engine = createEngine({ ...options, cloud, store });
  const queue = createEventQueue(engine, options);
  const mappings = createMappings(engine, options);
  return {
    name: 'lambda',
    operations: [
      ...[createFunction, updateFunctionCode, updateFunctionConfiguration, deleteFunction].map((one) => one(engine)),
      ...[getFunction, getFunctionConfiguration, listFunctions].map((one) => one(engine)),
      ...[publishVersion, listVersionsByFunction].map((one) => one(engine)),
      ...[createAlias, updateAlias, getAlias, deleteAlias].map((one) => one(engine)),
      ...[addPermission, removePermission, getPolicy].map((one) => one(engine)),
      ...[putFunctionConcurrency, deleteFunctionConcurrency, getAccountSettings].map((one) => one(engine)),
      ...[tagResource, untagResource, listTags].map((one) => one(engine)),
      ...[putFunctionEventInvokeConfig, getFunctionEventInvokeConfig, deleteFunctionEventInvokeConfig].map((one) =>
        one(engine),
      ),
      ...[createEventSourceMapping, updateEventSourceMapping, deleteEventSourceMapping].map((one) =>
        one(engine, mappings),
      ),
      ...[getEventSourceMapping, listEventSourceMappings].map((one) => one(engine)),
      invoke(engine, queue),
    ],
    resources: [
      functionResource,
      versionResource,
      aliasResource,
      permissionResource,
      eventSourceMappingResource,
      eventInvokeConfigResource,
    ],
    resourcePolicy: (arn) => functionPolicy(store, arn),
    start() {
      queue.start();
      mappings.start();
    },
    async stop() {
      const polling = mappings.stop();
      const events = queue.stop();
      await engine.pool.stop();
      await Promise.all([polling, events]);
    },
    killSession: engine.pool.killSession,
    killFunction: engine.pool.killFunction,
  };
}
