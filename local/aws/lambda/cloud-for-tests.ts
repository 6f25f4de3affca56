import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { createDispatch } from '../../kernel/dispatch.ts';
import { AwsError } from '../../kernel/error.ts';
import { createFaults } from '../../kernel/faults.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { ServiceName } from '../../kernel/sdk.ts';
import type { Service } from '../../kernel/service.ts';

type TestCloud = {
  readonly cloud: Cloud;
  add(service: Service): void;
  /** A double of one operation of a service; later doubles win. */
  answer(service: ServiceName, name: string, handle: (input: unknown, caller: Caller) => unknown): void;
  readonly logged: string[];
  /** Sets the clock ahead; timers run as before. */
  pass(ms: number): void;
  /** Permissions that are refused to roles; everything else is allowed. */
  deny(refuses: (permission: Permission, caller: Caller) => boolean): void;
  end(): Promise<void>;
};

/** A cloud of the services that a test adds, on a folder of its own. */
export function createTestCloud(stateDir = mkdtempSync(join(tmpdir(), 'cloud-'))): TestCloud {
  const services = new Map<ServiceName, Service>();
  const doubles = new Map<ServiceName, Operation[]>();
  const logged: string[] = [];
  const faults = createFaults();
  const system = systemClock((error) => logged.push(String(error)));
  let aheadMs = 0;
  const clock = { ...system, now: () => system.now() + aheadMs };
  let refuses: (permission: Permission, caller: Caller) => boolean = () => false;
  const dispatch = createDispatch(() => {});
  const find = (name: ServiceName): Service | undefined => {
    const operations = doubles.get(name);
    return services.get(name) ?? (operations === undefined ? undefined : { name, operations });
  };
  const cloud: Cloud = {
    account: '000000000000',
    region: 'eu-west-1',
    stateDir,
    endpoint: 'http://127.0.0.1:4566',
    clock,
    faults,
    async call(caller, service, operation, input) {
      const found = find(service);
      if (found === undefined) throw new AwsError('NotImplemented', `${service}:${operation}`, 501);
      const output = await dispatch(found, operation, input, { cloud, caller, requestId: 'r' });
      if (isOutput<never>(output)) return output;
      throw new Error('unreachable');
    },
    authorize(caller, permission) {
      if (refuses(permission, caller))
        throw new AwsError('AccessDeniedException', `not authorized to perform: ${permission.action}`, 403);
    },
    service: find,
    log: (level, message, fields) => logged.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`),
  };
  return {
    cloud,
    logged,
    pass(ms) {
      aheadMs += ms;
    },
    add: (service) => services.set(service.name, service),
    answer(service, name, handle) {
      const others = (doubles.get(service) ?? []).filter((one) => one.name !== name);
      const double: Operation = {
        service,
        name,
        permissions: () => [],
        handle: async (input, context) => handle(input, context.caller),
      };
      doubles.set(service, [...others, double]);
    },
    deny(test) {
      refuses = test;
    },
    async end() {
      for (const service of services.values()) await service.stop?.();
      clock.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

function isOutput<T>(_value: unknown): _value is T {
  return true;
}
