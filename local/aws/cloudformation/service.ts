import type { Cloud } from '../../kernel/cloud.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import type { Service } from '../../kernel/service.ts';
import { createLauncher } from './launch.ts';
import { cloudFormationOperations } from './operations.ts';
import type { CloudFormationDeps } from './prepare.ts';
import { recordedType } from './recorded.ts';
import { setStatus } from './run.ts';
import { interruptedStatus } from './states.ts';
import { openStackStore } from './store.ts';

/** CloudFormation: stacks of the resource types that the services bring; they are asked for once all exist. */
export function createCloudFormation(cloud: Cloud, services: () => readonly Service[]): Service {
  const now = () => cloud.clock.now();
  const store = openStackStore(cloud.stateDir, now);
  const deps: CloudFormationDeps = { cloud, store, now, typeOf: resourceTypes(services) };
  const launcher = createLauncher(deps);
  markInterrupted(deps);
  return {
    name: 'cloudformation',
    operations: cloudFormationOperations({ ...deps, launcher }),
    stop: () => launcher.settled(),
  };
}

/** The handlers of a type: a service's own, else those of a type that is only recorded. */
function resourceTypes(services: () => readonly Service[]): (type: string) => ResourceType | undefined {
  let known: ReadonlyMap<string, ResourceType> | undefined;
  return (type) => {
    known ??= new Map(services().flatMap(({ resources = [] }) => resources.map((found) => [found.type, found])));
    return known.get(type) ?? recordedType(type);
  };
}

function markInterrupted(deps: CloudFormationDeps): void {
  for (const stack of [...deps.store.stacks.values()]) {
    const status = interruptedStatus(stack.status);
    const reason = `The local cloud stopped while the stack was in ${stack.status}. Deploy or remove it again.`;
    if (status !== undefined) setStatus({ deps, stackId: stack.id }, status, reason);
  }
}
