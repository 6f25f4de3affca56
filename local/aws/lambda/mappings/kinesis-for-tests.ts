import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { createKinesis } from '../../kinesis/service.ts';
import { streamClient } from '../../kinesis/testing.ts';
import { createTestCloud } from '../cloud-for-tests.ts';
import type { Engine, InvokeRequest } from '../engine.ts';
import type { Outcome } from '../invocation.ts';
import { defaultSettings } from '../mapping-settings.ts';
import { type Configuration, type LambdaStore, type Mapping, openLambdaStore } from '../store.ts';
import { pollKinesis } from './kinesis.ts';
import type { Poller } from './poller.ts';

export type Event = {
  readonly Records: readonly { readonly eventID: string; readonly kinesis: Readonly<Record<string, string>> }[];
  readonly window?: { readonly start: string; readonly end: string };
  readonly state?: Readonly<Record<string, number>>;
  readonly shardId?: string;
  readonly isFinalInvokeForWindow?: boolean;
  readonly isWindowTerminatedEarly?: boolean;
};
type Handler = (event: Event) => unknown;

export const StreamName = 'events';
export const arn = `arn:aws:kinesis:eu-west-1:000000000000:stream/${StreamName}`;
export const role = 'arn:aws:iam::000000000000:role/worker';
export const [zero = '', one = '', two = ''] = [0, 1, 2].map((index) => `shardId-00000000000${index}`);

/** What the function throws to have the invocation itself fail with `cause`. */
export class Refused extends Error {}

/** For each test a stream of one shard, and a function that a mapping calls with what is in it. */
export function mappingFixture() {
  let testing: ReturnType<typeof createTestCloud>;
  let stream: ReturnType<typeof streamClient>;
  let store: LambdaStore;
  let pollers: Poller[];
  let events: Event[];
  let handler: Handler;

  beforeEach(async () => {
    testing = createTestCloud();
    testing.add(createKinesis(testing.cloud));
    stream = streamClient(testing.cloud, StreamName);
    await testing.cloud.call(admin, 'kinesis', 'CreateStream', { StreamName, ShardCount: 1 });
    begin();
    handler = () => null;
  });
  afterEach(async () => {
    await Promise.all(pollers.map((poller) => poller.stop()));
    await testing.end();
  });

  function begin(): void {
    store = openStore(testing.cloud.stateDir);
    pollers = [];
    events = [];
  }

  /** The function is `handler`, which answers, throws for an error, or never returns. */
  async function invoke(_target: unknown, { payload }: InvokeRequest): Promise<Outcome> {
    const event: Event = JSON.parse(payload);
    events.push(event);
    const ended = { logTail: '', durationMs: 1 };
    try {
      return { ...ended, payload: JSON.stringify((await handler(event)) ?? null) };
    } catch (error) {
      if (error instanceof Refused) throw error.cause;
      return { ...ended, payload: '{}', functionError: 'Unhandled', errorMessage: String(error) };
    }
  }

  function mappingOf(settings: Partial<Mapping>): Mapping {
    const mapping: Mapping = {
      UUID: 'm',
      FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
      EventSourceArn: arn,
      ...defaultSettings(arn),
      StartingPosition: 'TRIM_HORIZON',
      LastModified: 0,
      enabled: true,
      ...settings,
    };
    store.mappings.put(mapping.UUID, mapping);
    return mapping;
  }

  function engine(): Engine {
    const pool = {
      acquire: never,
      release() {},
      retire() {},
      killSession() {},
      killFunction() {},
      stop: async () => {},
      refuseWhenStopped() {},
    };
    return { cloud: testing.cloud, store, invoke, room: () => 1, pool, accountConcurrency: 1_000 };
  }

  return {
    get testing() {
      return testing;
    },
    get stream() {
      return stream;
    },
    /** What the function has been called with. */
    get events(): readonly Event[] {
      return events;
    },
    set handler(next: Handler) {
      handler = next;
    },
    engine,
    mappingOf,
    follow(settings: Partial<Mapping> = {}): Poller {
      const poller = pollKinesis(engine(), mappingOf(settings), { streamRetryMs: 5 });
      pollers.push(poller);
      return poller;
    },
    /** Stops a poller of the test's own after it. */
    alsoStop(poller: Poller): void {
      pollers.push(poller);
    },
    seen: () => events.map(valuesOf),
    /** As when the process is killed and started: what it kept is read again, and `events` begin anew. */
    kill: begin,
  };
}

function openStore(stateDir: string): LambdaStore {
  const store = openLambdaStore(join(stateDir, 'lambda'));
  const configuration: Configuration = {
    FunctionName: 'f',
    FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
    Runtime: 'nodejs24.x',
    Role: role,
    Handler: 'index.handler',
    Timeout: 3,
    MemorySize: 128,
    CodeSha256: '',
    CodeSize: 1,
    Version: '$LATEST',
    RevisionId: '1',
    LoggingConfig: { LogGroup: '/aws/lambda/f' },
  };
  store.functions.put('f', { configuration, tags: {}, versions: 0 });
  return store;
}

export const never = () => new Promise<never>(() => {});
export const valuesOf = ({ Records }: Event) =>
  Records.map(({ kinesis }) => Buffer.from(kinesis.data ?? '', 'base64').toString());
export const failures = (...identifiers: unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});
export const numberOf = (event: Event, value: string) =>
  event.Records[valuesOf(event).indexOf(value)]?.kinesis.sequenceNumber;

export async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 8_000; waited += 5) await new Promise((go) => setTimeout(go, 5));
  expect(condition()).toBe(true);
}

export const quiet = (ms = 60) => new Promise((go) => setTimeout(go, ms));
