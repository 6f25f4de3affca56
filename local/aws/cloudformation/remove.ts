import { concurrency, type Ports } from './deploy.ts';
import { type Graph, reversed, walk } from './graph.ts';
import type { StackResource } from './stack.ts';
import type { Policy } from './template.ts';
import { reasonOf, validationError } from './validation-error.ts';

/** Why a resource goes: it left the template or the stack, another took its place, or its creation is undone. */
export type Cause = 'delete' | 'replaced' | 'create-undone';

/** Removes resources, dependents first; goes on after a failure, and returns the logical ids of what could not be removed. */
export async function removeResources(
  resources: readonly StackResource[],
  cause: Cause,
  ports: Ports,
): Promise<readonly string[]> {
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const failures: string[] = [];
  const stuck = new Set<string>();
  await walk(reversed(dependencies(resources)), concurrency, async (logicalId) => {
    const resource = byId.get(logicalId);
    if (!resource) return;
    if (stuck.has(logicalId)) block(resource.dependsOn, stuck);
    else if (!(await removeOne(resource, cause, ports))) {
      failures.push(logicalId);
      block(resource.dependsOn, stuck);
    }
  });
  return failures;
}

/** What a resource that stays depends on has to stay as well. */
function block(names: readonly string[], stuck: Set<string>): void {
  for (const name of names) stuck.add(name);
}

function dependencies(resources: readonly StackResource[]): Graph {
  const names = new Set(resources.map(({ logicalId }) => logicalId));
  return new Map(
    resources.map(({ logicalId, dependsOn }) => [logicalId, new Set(dependsOn.filter((name) => names.has(name)))]),
  );
}

async function removeOne(resource: StackResource, cause: Cause, ports: Ports): Promise<boolean> {
  if (resource.physicalId === undefined) {
    ports.record({ ...resource, status: 'DELETE_COMPLETE' });
    ports.forget(resource);
    return true;
  }
  if (isRetained(policyFor(resource, cause), cause)) {
    ports.record({ ...resource, status: 'DELETE_SKIPPED' });
    ports.forget(resource);
    return true;
  }
  try {
    const handlers = ports.typeOf(resource.type);
    if (!handlers) throw validationError(`the local cloud does not cover ${resource.type}`);
    ports.record({ ...resource, status: 'DELETE_IN_PROGRESS', at: ports.now() });
    const { physicalId, attributes } = resource;
    await handlers.remove({ physicalId, attributes }, await ports.resolveDynamic(resource.properties), ports.context);
    ports.record({ ...resource, status: 'DELETE_COMPLETE', at: ports.now() });
    ports.forget(resource);
    return true;
  } catch (error) {
    ports.record({ ...resource, status: 'DELETE_FAILED', at: ports.now() }, reasonOf(error));
    return false;
  }
}

function policyFor(resource: StackResource, cause: Cause): Policy {
  return (cause === 'replaced' ? resource.updateReplacePolicy : resource.deletionPolicy) ?? 'Delete';
}

function isRetained(policy: Policy, cause: Cause): boolean {
  return policy === 'Retain' || (policy === 'RetainExceptOnCreate' && cause !== 'create-undone');
}
