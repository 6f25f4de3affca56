import { concurrency, type Ports } from './deploy.ts';
import { type Graph, reversed, walk } from './graph.ts';
import type { StackResource } from './stack.ts';
import type { Policy } from './template.ts';
import { reasonOf, validationError } from './validation-error.ts';

/** Why a resource goes: the stack, or its template, no longer has it; or its creation is undone. */
export type Cause = 'delete' | 'create-undone';

/**
 * Removes resources, dependents first, replaced ones among them; goes on after a failure, and returns the logical ids of what
 * could not be removed.
 */
export async function removeResources(
  resources: readonly StackResource[],
  cause: Cause,
  ports: Ports,
): Promise<readonly string[]> {
  const failures: string[] = [];
  const stuck = new Set<string>();
  await walk(reversed(dependencies(resources)), concurrency, async (logicalId) => {
    const named = resources.filter((resource) => resource.logicalId === logicalId);
    for (const resource of named) {
      if (!stuck.has(logicalId) && (await removeOne(resource, cause, ports))) continue;
      if (!stuck.has(logicalId)) failures.push(logicalId);
      block(resource.dependsOn, stuck);
    }
  });
  return failures;
}

/** What a resource that stays depends on has to stay as well. */
function block(names: readonly string[], stuck: Set<string>): void {
  for (const name of names) stuck.add(name);
}

/** A replaced resource and its successor are one node; an edge that would close a circle between old and new is left out. */
function dependencies(resources: readonly StackResource[]): Graph {
  const graph = new Map<string, Set<string>>(resources.map(({ logicalId }) => [logicalId, new Set()]));
  for (const { logicalId, dependsOn } of resources)
    for (const name of dependsOn)
      if (graph.has(name) && !reaches(graph, name, logicalId)) graph.get(logicalId)?.add(name);
  return graph;
}

function reaches(graph: Graph, from: string, to: string): boolean {
  return from === to || [...(graph.get(from) ?? [])].some((next) => reaches(graph, next, to));
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
  const isReplaced = cause === 'delete' && resource.obsolete === true;
  return (isReplaced ? resource.updateReplacePolicy : resource.deletionPolicy) ?? 'Delete';
}

function isRetained(policy: Policy, cause: Cause): boolean {
  return policy === 'Retain' || (policy === 'RetainExceptOnCreate' && cause !== 'create-undone');
}
