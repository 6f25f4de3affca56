import type { Ports, Step } from './deploy.ts';
import { removeResources } from './remove.ts';
import type { StackResource } from './stack.ts';
import { reasonOf, validationError } from './validation-error.ts';

/** Undoes the steps of a failed update, last first; returns the logical ids of what could not be put back. */
export async function rollBack(done: readonly Step[], ports: Ports): Promise<readonly string[]> {
  const failures: string[] = [];
  const created: StackResource[] = [];
  for (const step of done.toReversed()) {
    if (step.kind === 'create') created.push(step.after);
    if (step.kind === 'import') release(step.after, ports);
    if (step.kind === 'modify' && !(await restore(step.before, ports))) failures.push(step.before.logicalId);
    if (step.kind === 'replace') {
      const { obsolete: _, ...current } = step.before;
      ports.forget(step.before);
      ports.record({ ...current, status: 'UPDATE_COMPLETE', at: ports.now() });
      created.push({ ...step.after, obsolete: true });
    }
  }
  const neverCreated = [...ports.resources.values()].filter(({ physicalId }) => physicalId === undefined);
  const left = await removeResources([...created, ...neverCreated], 'create-undone', ports);
  return [...failures, ...left];
}

/** What was taken in goes back to nobody, as it was. */
function release(resource: StackResource, ports: Ports): void {
  ports.record({ ...resource, status: 'IMPORT_ROLLBACK_COMPLETE', at: ports.now() });
  ports.forget(resource);
}

async function restore(before: StackResource, ports: Ports): Promise<boolean> {
  const current = ports.resources.get(before.logicalId) ?? before;
  try {
    const handlers = ports.typeOf(before.type);
    if (!handlers) throw validationError(`the local cloud does not cover ${before.type}`);
    ports.record({ ...current, status: 'UPDATE_IN_PROGRESS', at: ports.now() });
    const { physicalId = '', attributes } = current;
    const restored = await handlers.update(
      { physicalId, attributes },
      await ports.resolveDynamic(before.properties),
      ports.request(before.logicalId),
      ports.context,
    );
    ports.record({ ...before, ...restored, status: 'UPDATE_COMPLETE', at: ports.now() });
    return true;
  } catch (error) {
    ports.record({ ...current, status: 'UPDATE_FAILED', at: ports.now() }, reasonOf(error));
    return false;
  }
}
