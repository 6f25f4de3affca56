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
  /** Concurrent executions of the whole account. */
  readonly accountConcurrency: number;
  /** Runs a function now; throws for an unknown function or when its concurrency is used up. */
  invoke(target: FunctionName, request: InvokeRequest): Promise<Outcome>;
  /** How many more invocations the function's reserved concurrency, or what the account has left unreserved, has room for. */
  room(functionName: string): number;
};

export type EngineOptions = PoolOptions & { readonly accountConcurrency?: number };

export function createEngine(options: EngineOptions): Engine {
  const { cloud, store, accountConcurrency = 1_000 } = options;
  const pool = createPool(options);
  const running = new Map<string, number>();
  const reservedBy = (name: string) => store.functions.get(name)?.reservedConcurrency;
  const unreserved = () => {
    const reserved = [...store.functions.values()].reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), 0);
    const busy = [...running].reduce((sum, [name, count]) => sum + (reservedBy(name) === undefined ? count : 0), 0);
    return accountConcurrency - reserved - busy;
  };
  const room = (name: string) => {
    const reserved = reservedBy(name);
    return reserved === undefined ? unreserved() : reserved - (running.get(name) ?? 0);
  };

  const refuseWithoutRoom = (name: string) => {
    if (room(name) > 0) return;
    recordThrottle(cloud, name);
    throw throttled(
      reservedBy(name) === undefined
        ? 'ConcurrentInvocationLimitExceeded'
        : 'ReservedFunctionConcurrentInvocationLimitExceeded',
    );
  };

  return {
    cloud,
    store,
    pool,
    accountConcurrency,
    room,
    async invoke(target, request) {
      const configuration = resolveConfiguration(store, target);
      requireFunction(store, target);
      const { name } = target;
      refuseWithoutRoom(name);
      const concurrent = (running.get(name) ?? 0) + 1;
      running.set(name, concurrent);
      try {
        const outcome = await runInvocation(cloud, pool, {
          configuration,
          invokedFunctionArn: functionArn(cloud, target),
          payload: request.payload,
          requestId: request.requestId ?? randomUUID(),
          ...(request.clientContext === undefined ? {} : { clientContext: request.clientContext }),
        });
        recordInvocation(cloud, name, outcome, concurrent);
        return outcome;
      } finally {
        running.set(name, (running.get(name) ?? 1) - 1);
      }
    },
  };
}
