import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../kernel/cloud.ts';
import { type FunctionName, functionArn, requireFunction, resolveConfiguration } from './function-name.ts';
import { type Outcome, runInvocation, throttled } from './invocation.ts';
import { recordInvocation, recordThrottle } from './metrics.ts';
import { createPool, type Pool, type PoolOptions } from './pool.ts';
import type { LambdaStore } from './store.ts';

export type InvokeRequest = {
  readonly payload: string;
  readonly requestId?: string;
  readonly clientContext?: unknown;
};

/** What the operations and the pollers of Lambda stand on. */
export type Engine = {
  readonly cloud: Cloud;
  readonly store: LambdaStore;
  readonly pool: Pool;
  /** Runs a function now; throws for an unknown function or when its concurrency is used up. */
  invoke(target: FunctionName, request: InvokeRequest): Promise<Outcome>;
  /** How many more invocations the function's reserved concurrency has room for. */
  room(functionName: string): number;
};

export function createEngine(options: PoolOptions): Engine {
  const { cloud, store } = options;
  const pool = createPool(options);
  const running = new Map<string, number>();
  const room = (name: string) =>
    (store.functions.get(name)?.reservedConcurrency ?? Number.POSITIVE_INFINITY) - (running.get(name) ?? 0);

  return {
    cloud,
    store,
    pool,
    room,
    async invoke(target, request) {
      const configuration = resolveConfiguration(store, target);
      requireFunction(store, target);
      const { name } = target;
      if (room(name) <= 0) {
        recordThrottle(cloud, name);
        throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
      }
      running.set(name, (running.get(name) ?? 0) + 1);
      try {
        const outcome = await runInvocation(cloud, pool, {
          configuration,
          invokedFunctionArn: functionArn(cloud, target),
          payload: request.payload,
          requestId: request.requestId ?? randomUUID(),
          ...(request.clientContext === undefined ? {} : { clientContext: request.clientContext }),
        });
        recordInvocation(cloud, name, outcome);
        return outcome;
      } finally {
        running.set(name, (running.get(name) ?? 1) - 1);
      }
    },
  };
}
