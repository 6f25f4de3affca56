import type { ResourceStatus } from '@aws-sdk/client-cloudformation';
import type { Context } from '../../kernel/operation.ts';
import type { Provisioned, ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { compare } from './diff.ts';
import { type Graph, walk } from './graph.ts';
import type { Scope } from './intrinsics.ts';
import type { JsonObject } from './json.ts';
import { resolveProperties } from './plan.ts';
import { resourceView } from './resource-view.ts';
import type { StackResource } from './stack.ts';
import type { ResourceDefinition, Template } from './template.ts';
import { checkProperties } from './validate.ts';
import { reasonOf, validationError } from './validation-error.ts';

/** What a deployment does things with; `resources` holds the stack's own, obsolete ones apart. */
export type Ports = {
  readonly context: Context;
  readonly resources: ReadonlyMap<string, StackResource>;
  typeOf(type: string): ResourceType | undefined;
  /** Keeps a resource in its new state and tells it as an event. */
  record(resource: StackResource, reason?: string): void;
  /** Keeps a resource without an event. */
  keep(resource: StackResource): void;
  /** Forgets a resource that is gone. */
  forget(resource: StackResource): void;
  /** Replaces `{{resolve:…}}` references by what they stand for. */
  resolveDynamic(properties: JsonObject): Promise<JsonObject>;
  request(logicalId: string): ResourceRequest;
  now(): number;
};

export type Deployment = {
  readonly stackId: string;
  readonly template: Template;
  readonly graph: Graph;
  readonly scope: Omit<Scope, 'resource'>;
  /** Every resource is updated: the stack's tags changed, or what was done to resources beside the stack is undone. */
  readonly updateAll: boolean;
  /** What is there already and becomes the stack's. */
  readonly adopted: Readonly<Record<string, Provisioned>>;
};

/** Something that was done, or begun, to a resource: what a rollback undoes. */
export type Step =
  | { readonly kind: 'import'; readonly after: StackResource }
  | { readonly kind: 'create'; readonly after: StackResource }
  | { readonly kind: 'modify'; readonly before: StackResource }
  | { readonly kind: 'replace'; readonly before: StackResource; readonly after: StackResource };

export const concurrency = 5;

/** Creates, modifies and replaces what the template asks, dependencies first; `done` receives each step. Throws the first failure. */
export async function applyTemplate(deployment: Deployment, ports: Ports, done: Step[]): Promise<void> {
  const scope: Scope = {
    ...deployment.scope,
    resource: (logicalId) => resourceView(ports.resources.get(logicalId)),
  };
  await walk(deployment.graph, concurrency, async (logicalId) => {
    const definition = deployment.template.resources[logicalId];
    if (definition) await applyOne({ deployment, ports, done, scope }, logicalId, definition);
  });
}

type Run = { readonly deployment: Deployment; readonly ports: Ports; readonly done: Step[]; readonly scope: Scope };

async function applyOne(run: Run, logicalId: string, definition: ResourceDefinition): Promise<void> {
  const { ports, deployment } = run;
  const handlers = ports.typeOf(definition.type);
  if (!handlers)
    throw validationError(`${logicalId} (${definition.type}): the local cloud does not cover this resource type`);
  const current = ports.resources.get(logicalId);
  const draft: StackResource = {
    stackId: deployment.stackId,
    logicalId,
    type: definition.type,
    attributes: {},
    properties: {},
    status: 'CREATE_IN_PROGRESS',
    at: ports.now(),
    dependsOn: [...(deployment.graph.get(logicalId) ?? [])],
    deletionPolicy: definition.deletionPolicy,
    updateReplacePolicy: definition.updateReplacePolicy,
  };
  const begun = current?.physicalId === undefined ? draft : { ...current, status: 'UPDATE_IN_PROGRESS' as const };
  const properties = attempt(run, begun, () => readProperties(logicalId, handlers, definition, run.scope));
  const adopted = deployment.adopted[logicalId];
  if (current?.physicalId === undefined && adopted) return adopt(run, { ...draft, properties }, adopted);
  if (current?.physicalId === undefined) return create(run, handlers, { ...draft, properties });
  const change = compare(current.properties, properties, handlers.replaceOn);
  const target = { ...draft, properties, physicalId: current.physicalId, attributes: current.attributes };
  if (change.kind === 'replace') return replace(run, handlers, current, target);
  if (change.kind === 'modify' || deployment.updateAll) return modify(run, handlers, current, target);
  ports.keep({ ...target, status: current.status, at: current.at });
}

function attempt<T>({ ports }: Run, resource: StackResource, read: () => T): T {
  try {
    return read();
  } catch (error) {
    ports.record({ ...resource, status: failed(resource.status) }, reasonOf(error));
    throw error;
  }
}

function failed(status: ResourceStatus): ResourceStatus {
  return status === 'CREATE_IN_PROGRESS' ? 'CREATE_FAILED' : 'UPDATE_FAILED';
}

function readProperties(
  logicalId: string,
  handlers: ResourceType,
  definition: ResourceDefinition,
  scope: Scope,
): JsonObject {
  const { properties, problems } = checkProperties(
    logicalId,
    handlers,
    resolveProperties(definition.properties, scope),
  );
  if (problems.length > 0) throw validationError(problems.join('; '));
  return properties;
}

async function create({ ports, done }: Run, handlers: ResourceType, draft: StackResource): Promise<void> {
  ports.record(draft);
  const after = await perform(ports, draft, (properties) =>
    handlers.create(properties, ports.request(draft.logicalId), ports.context),
  );
  done.push({ kind: 'create', after });
}

/** As on AWS, the resource stays as it is, whatever the template says of it. */
function adopt({ ports, done }: Run, draft: StackResource, adopted: Provisioned): void {
  ports.record({ ...draft, ...adopted, status: 'IMPORT_IN_PROGRESS' }, 'Resource import started.');
  const after = { ...draft, ...adopted, status: 'IMPORT_COMPLETE' as const, at: ports.now() };
  ports.record(after, 'Resource import completed.');
  done.push({ kind: 'import', after });
}

async function modify(run: Run, handlers: ResourceType, before: StackResource, target: StackResource): Promise<void> {
  const { ports, done } = run;
  done.push({ kind: 'modify', before });
  const draft = { ...target, status: 'UPDATE_IN_PROGRESS' as const };
  ports.record({ ...draft, properties: before.properties });
  await perform(ports, draft, (properties) =>
    handlers.update(provisioned(before), properties, ports.request(before.logicalId), ports.context),
  );
}

async function replace(run: Run, handlers: ResourceType, before: StackResource, target: StackResource): Promise<void> {
  const { ports, done } = run;
  const draft = { ...target, status: 'UPDATE_IN_PROGRESS' as const };
  ports.record(
    { ...before, status: 'UPDATE_IN_PROGRESS' },
    'Requested update requires the creation of a new physical resource; hence creating one.',
  );
  try {
    const after = await perform(ports, draft, (properties) =>
      handlers.create(properties, ports.request(draft.logicalId), ports.context),
    );
    const obsolete = { ...before, obsolete: true };
    ports.keep(obsolete);
    done.push({ kind: 'replace', before: obsolete, after });
  } catch (error) {
    done.push({ kind: 'modify', before });
    throw error;
  }
}

/** Runs a handler and records how it ended; a failed resource keeps the properties it last had. */
async function perform(
  ports: Ports,
  draft: StackResource,
  handle: (properties: JsonObject) => Promise<Provisioned>,
): Promise<StackResource> {
  try {
    const { physicalId, attributes } = await handle(await ports.resolveDynamic(draft.properties));
    const status = draft.status === 'CREATE_IN_PROGRESS' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    const after: StackResource = { ...draft, physicalId, attributes, status, at: ports.now() };
    ports.record(after);
    return after;
  } catch (error) {
    const kept = ports.resources.get(draft.logicalId) ?? draft;
    ports.record({ ...kept, status: failed(draft.status), at: ports.now() }, reasonOf(error));
    throw error;
  }
}

function provisioned({ physicalId = '', attributes }: StackResource): Provisioned {
  return { physicalId, attributes };
}
