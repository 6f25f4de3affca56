import type { Caller } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { createDispatch } from '../../kernel/dispatch.ts';
import { notCovered } from '../../kernel/error.ts';
import { createFaults } from '../../kernel/faults.ts';
import type { Permission } from '../../kernel/permission.ts';
import type { Service } from '../../kernel/service.ts';
import { createGlue } from './service.ts';

/** A cloud for tests: Glue and whatever services are added; `authorize` may be replaced, by default all is allowed. */
export function testCloud(
  stateDir: string,
  authorize: (caller: Caller, permission: Permission) => void = () => undefined,
): Cloud & { add(service: Service): void } {
  const services: Service[] = [];
  const dispatch = createDispatch(() => undefined);
  const cloud: Cloud & { add(service: Service): void } = {
    account: '000000000000',
    region: 'eu-west-1',
    stateDir,
    endpoint: 'http://127.0.0.1:4566',
    clock: systemClock(() => undefined),
    faults: createFaults(),
    async call(caller, name, operation, input) {
      const service = services.find((each) => each.name === name);
      if (!service) throw notCovered(name);
      const output = await dispatch(service, operation, input, { cloud, caller, requestId: 'test' });
      if (!isAnswer<Awaited<ReturnType<typeof cloud.call<typeof name, typeof operation>>>>(output)) throw output;
      return output;
    },
    authorize,
    service: (name) => services.find((each) => each.name === name),
    log: () => undefined,
    add: (service) => services.push(service),
  };
  cloud.add(createGlue({ cloud, objects: { locate: () => undefined, list: () => [] }, emit: () => undefined }));
  return cloud;
}

/** An operation's output has the shape that its own handler was typed with. */
function isAnswer<T>(_output: unknown): _output is T {
  return true;
}
