import { randomUUID } from 'node:crypto';
import { AwsError } from '../../kernel/error.ts';
import { sendOn } from './destination.ts';
import type { Engine } from './engine.ts';
import { type FunctionName, functionArn } from './function-name.ts';
import type { Outcome } from './invocation.ts';
import type { EventInvokeConfig, QueuedEvent } from './store.ts';

/** Asynchronous invocations: kept on disk, retried as the function's configuration says, then sent to its destinations. */
export type EventQueue = {
  submit(target: FunctionName, payload: string, requestId?: string): string;
  start(): void;
  stop(): Promise<void>;
};

export type RetryDelays = {
  /** Before the first and the second retry. AWS waits one minute, then two; locally nobody wants to. */
  readonly retryDelaysMs?: readonly number[];
};

const defaultRetryDelaysMs = [1_000, 2_000];
const throttleDelayMs = 500;
const defaultMaximumRetryAttempts = 2;
const defaultMaximumEventAgeSeconds = 21_600;

export function createEventQueue(engine: Engine, options: RetryDelays): EventQueue {
  const { cloud, store } = engine;
  const delays = options.retryDelaysMs ?? defaultRetryDelaysMs;
  const running = new Set<Promise<void>>();
  let stopped = false;

  function schedule(event: QueuedEvent): void {
    if (stopped) return;
    cloud.clock.after(Math.max(0, event.dueAt - cloud.clock.now()), () => {
      const attempting = attempt(event)
        .catch((error: unknown) => later(event, throttleDelayMs, error))
        .finally(() => running.delete(attempting));
      running.add(attempting);
    });
  }
  function later(event: QueuedEvent, delayMs: number, reason?: unknown): void {
    if (reason !== undefined && !isThrottle(reason))
      cloud.log('warn', `An event for ${event.functionName} waits`, { reason: String(reason) });
    const next = { ...event, dueAt: cloud.clock.now() + delayMs };
    store.events.put(event.requestId, next);
    schedule(next);
  }
  function forget(event: QueuedEvent): void {
    store.events.delete(event.requestId);
  }
  async function attempt(event: QueuedEvent): Promise<void> {
    if (stopped) return;
    const target = targetOf(event);
    if (!store.functions.has(event.functionName)) return forget(event);
    const config = store.eventInvokeConfigs.get(functionArn(cloud, target));
    const age = cloud.clock.now() - event.acceptedAt;
    if (age > maximumAgeMs(config)) await give(event, config, 'EventAgeExceeded', undefined);
    else await run(event, target, config);
  }
  async function run(event: QueuedEvent, target: FunctionName, config: EventInvokeConfig | undefined): Promise<void> {
    const outcome = await engine.invoke(target, { payload: event.payload, requestId: event.requestId });
    if (stopped && outcome.functionError !== undefined) return;
    const tried = { ...event, attempts: event.attempts + 1 };
    if (outcome.functionError === undefined) return give(tried, config, 'Success', outcome);
    if (tried.attempts > (config?.MaximumRetryAttempts ?? defaultMaximumRetryAttempts))
      return give(tried, config, 'RetriesExhausted', outcome);
    later(tried, delays[Math.min(tried.attempts, delays.length) - 1] ?? 0);
  }
  async function give(
    event: QueuedEvent,
    config: EventInvokeConfig | undefined,
    condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded',
    outcome: Outcome | undefined,
  ): Promise<void> {
    await sendOn(engine, { event, config, condition, outcome });
    store.events.delete(event.requestId);
  }
  return {
    submit(target, payload, requestId = randomUUID()) {
      const now = cloud.clock.now();
      const event: QueuedEvent = {
        requestId,
        functionName: target.name,
        ...(target.qualifier === undefined ? {} : { qualifier: target.qualifier }),
        payload,
        acceptedAt: now,
        attempts: 0,
        dueAt: now,
      };
      store.events.put(requestId, event);
      schedule(event);
      return requestId;
    },
    start() {
      for (const event of store.events.values()) schedule(event);
    },
    async stop() {
      stopped = true;
      await Promise.allSettled(running);
    },
  };
}

export function targetOf(event: QueuedEvent): FunctionName {
  return event.qualifier === undefined
    ? { name: event.functionName }
    : { name: event.functionName, qualifier: event.qualifier };
}

function maximumAgeMs(config: EventInvokeConfig | undefined): number {
  return (config?.MaximumEventAgeInSeconds ?? defaultMaximumEventAgeSeconds) * 1_000;
}

function isThrottle(error: unknown): boolean {
  return error instanceof AwsError && error.code === 'TooManyRequestsException';
}
