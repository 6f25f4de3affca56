import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admin, type Caller } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { createDispatch } from '../../kernel/dispatch.ts';
import { AwsError } from '../../kernel/error.ts';
import { createFaults } from '../../kernel/faults.ts';
import type { Context } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { ServiceName } from '../../kernel/sdk.ts';
import type { Service } from '../../kernel/service.ts';
import { type Backend, handle } from '../../wire/handle.ts';
import { listen } from '../../wire/listen.ts';

/** The services under test behind the real wire, in a folder of their own. */
export type TestEndpoint = {
  readonly cloud: Cloud;
  readonly context: Context;
  /** A service under test, as it is now. */
  service(name: ServiceName): Service | undefined;
  /** For SDK clients. */
  readonly options: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** Refuses what it returns true for, whoever asks. */
  deny(rule: (permission: Permission, caller: Caller) => boolean): void;
  readonly checked: Permission[];
  /** Stops the services and starts them again on the same folder, without an orderly end when `killed`. */
  restart(killed?: boolean): Promise<void>;
  stop(): Promise<void>;
};

export async function startEndpoint(create: (cloud: Cloud) => readonly Service[]): Promise<TestEndpoint> {
  const stateDir = mkdtempSync(join(tmpdir(), 'lake-'));
  const dispatch = createDispatch(() => undefined);
  const checked: Permission[] = [];
  let denied: (permission: Permission, caller: Caller) => boolean = () => false;
  let services: readonly Service[] = [];
  let clock = systemClock(report);
  const find = (name: string) => services.find((service) => service.name === name);
  const run = async (caller: Caller, service: string, operation: string, input: unknown, http?: Context['http']) => {
    const found = find(service);
    if (!found) throw new AwsError('NotImplemented', service, 501);
    const context = { cloud, caller, requestId: 'REQUEST', ...(http && { http }) };
    return dispatch(found, operation, input, context);
  };
  const backend: Backend = {
    callerOf: (key) => (key === 'test' ? admin : undefined),
    call: (caller, service, operation, input, { http }) => run(caller, service, operation, input, http),
    other: async () => undefined,
  };
  const listener = await listen(0, (request, response) => void handle(backend, request, response));
  const endpoint = `http://127.0.0.1:${listener.port}`;
  const cloud: Cloud = {
    account: '000000000000',
    region: 'eu-west-1',
    stateDir,
    endpoint,
    get clock() {
      return clock;
    },
    faults: createFaults(),
    call: async (caller, service, operation, input) => trust(await run(caller, service, operation, input)),
    authorize(caller, permission) {
      checked.push(permission);
      if (denied(permission, caller))
        throw new AwsError('AccessDenied', `not authorized to perform: ${permission.action}`, 403);
    },
    service: (name) => find(name),
    log: () => undefined,
  };
  const begin = () => {
    services = create(cloud);
    for (const service of services) service.start?.();
  };
  const end = async (killed: boolean) => {
    clock.stop();
    if (!killed) for (const service of services) await service.stop?.();
  };
  begin();
  return {
    cloud,
    context: { cloud, caller: admin, requestId: 'REQUEST' },
    service: find,
    options: {
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    },
    deny(rule) {
      denied = rule;
    },
    checked,
    async restart(killed = false) {
      await end(killed);
      clock = systemClock(report);
      begin();
    },
    async stop() {
      await end(false);
      await listener.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

function trust<T>(value: unknown): T {
  if (isTrusted<T>(value)) return value;
  throw new Error('unreachable');
}

function isTrusted<T>(_value: unknown): _value is T {
  return true;
}
