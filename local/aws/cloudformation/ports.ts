import { randomBytes } from 'node:crypto';
import type { Caller } from '../../kernel/caller.ts';
import type { Ports } from './deploy.ts';
import { dynamicReader, resolveDynamicObject } from './dynamic.ts';
import { type CloudFormationDeps, currentResources } from './prepare.ts';
import { isRecorded, recordedReason } from './recorded.ts';
import type { Stack, StackResource } from './stack.ts';

/** What a deployment of one stack works with: the cloud as `caller`, and the stack's records and events. */
export function createPorts(deps: CloudFormationDeps, stack: Stack, caller: Caller, requestId: string): Ports {
  const { cloud, store, now } = deps;
  const resources = currentResources(store, stack.id);
  const read = dynamicReader(cloud, caller);
  const keep = (resource: StackResource) => {
    store.putResource(resource);
    if (!resource.obsolete) resources.set(resource.logicalId, resource);
  };
  return {
    context: { cloud, caller, requestId },
    resources,
    typeOf: deps.typeOf,
    now,
    keep,
    record(resource, reason) {
      const statusReason = reason ?? recordedNote(deps, stack, resource);
      keep({ ...resource, statusReason });
      store.addEvent(stack, {
        logicalId: resource.logicalId,
        physicalId: resource.physicalId ?? '',
        type: resource.type,
        status: resource.status,
        reason: statusReason,
        properties: JSON.stringify(resource.properties),
      });
    },
    forget(resource) {
      store.dropResource(resource);
      if (!resource.obsolete) resources.delete(resource.logicalId);
    },
    resolveDynamic: (properties) => resolveDynamicObject(properties, read),
    request: (logicalId) => ({
      logicalId,
      stackName: stack.name,
      stackId: stack.id,
      generatedName: generateName(stack.name, logicalId),
      tags: stack.tags,
    }),
  };
}

function recordedNote(
  { cloud }: CloudFormationDeps,
  stack: Stack,
  { type, status, logicalId }: StackResource,
): string | undefined {
  if (!isRecorded(type) || (status !== 'CREATE_COMPLETE' && status !== 'UPDATE_COMPLETE')) return undefined;
  cloud.log('warn', `${stack.name}: ${logicalId} (${type}) is ${recordedReason}`);
  return recordedReason;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const partLength = 24;

/** `<stack>-<logicalId>-<random>`, at most 62 characters so that every service takes it. */
function generateName(stackName: string, logicalId: string): string {
  const random = [...randomBytes(12)].map((byte) => letters[byte % letters.length]).join('');
  return `${stackName.slice(0, partLength)}-${logicalId.slice(0, partLength)}-${random}`;
}
