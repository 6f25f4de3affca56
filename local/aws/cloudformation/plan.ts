import { hasAttribute } from '../../constraints/check-resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { type Change, compare } from './diff.ts';
import { type Graph, inOrder } from './graph.ts';
import { type ResourceView, resolve, type Scope } from './intrinsics.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { resolveOutputs } from './outputs.ts';
import type { PlannedChange, StackResource } from './stack.ts';
import type { Template } from './template.ts';
import { unknownValue } from './unknown-value.ts';
import { checkProperties } from './validate.ts';
import { reasonOf, templateError, validationError } from './validation-error.ts';

export type PlanInput = {
  readonly template: Template;
  readonly graph: Graph;
  readonly scope: Omit<Scope, 'resource'>;
  /** What the stack has now, without obsolete resources. */
  readonly current: ReadonlyMap<string, StackResource>;
  readonly typeOf: (type: string) => ResourceType | undefined;
};

/** What a template would change, before anything is done; ValidationError lists every unknown type and wrong property. */
export function plan(input: PlanInput): readonly PlannedChange[] {
  const views = new Map<string, ResourceView>();
  const changes: PlannedChange[] = [];
  const problems: string[] = [];
  const scope: Scope = { ...input.scope, resource: (logicalId) => views.get(logicalId) };
  for (const logicalId of inOrder(input.graph)) {
    const outcome = planOne(input, logicalId, scope);
    problems.push(...outcome.problems);
    if (outcome.change) changes.push(outcome.change);
    views.set(logicalId, outcome.view);
  }
  if (problems.length > 0) throw validationError(problems.join('; '));
  resolveOutputs(input.template.outputs, scope);
  for (const resource of input.current.values())
    if (!input.graph.has(resource.logicalId)) changes.push(removal(resource));
  return changes;
}

type Outcome = {
  readonly view: ResourceView;
  readonly change?: PlannedChange | undefined;
  readonly problems: readonly string[];
};

function planOne(input: PlanInput, logicalId: string, scope: Scope): Outcome {
  const definition = input.template.resources[logicalId];
  const handlers = definition && input.typeOf(definition.type);
  const current = input.current.get(logicalId);
  const unresolved: Outcome = { view: unknownView(logicalId, definition?.type ?? ''), problems: [] };
  if (!definition) return unresolved;
  const said = (problem: string) => `${logicalId} (${definition.type}): ${problem}`;
  if (!handlers) return { ...unresolved, problems: [said('the local cloud does not cover this resource type')] };
  const { properties, problems } = check(logicalId, handlers, definition.properties, scope);
  if (problems.length > 0) return { ...unresolved, problems };
  if (current?.physicalId === undefined)
    return { ...unresolved, change: { action: 'Add', logicalId, type: definition.type, properties: [] } };
  if (current.type !== definition.type)
    return { ...unresolved, problems: [said(`Update of resource type is not permitted: it was ${current.type}`)] };
  const change = compare(current.properties, properties, handlers.replaceOn);
  const view = change.kind === 'replace' ? unknownView(logicalId, definition.type) : currentView(current);
  return { view, problems: [], change: change.kind === 'none' ? undefined : modification(current, change) };
}

function check(logicalId: string, handlers: ResourceType, properties: JsonObject, scope: Scope) {
  try {
    return checkProperties(logicalId, handlers, resolveProperties(properties, scope));
  } catch (error) {
    return { properties, problems: [`${logicalId} (${handlers.type}): ${reasonOf(error)}`] };
  }
}

/** A resource's properties with every function resolved. */
export function resolveProperties(properties: JsonObject, scope: Scope): JsonObject {
  const resolved = resolve(properties, scope);
  if (isJsonObject(resolved)) return resolved;
  throw validationError('Properties must be an object');
}

function unknownView(logicalId: string, type: string): ResourceView {
  return {
    ref: unknownValue(logicalId),
    attribute: (name) => {
      checkAttribute({ logicalId, type }, name);
      return unknownValue(logicalId, name);
    },
  };
}

function checkAttribute({ logicalId, type }: Pick<StackResource, 'logicalId' | 'type'>, name: string): void {
  if (!hasAttribute(type, name))
    throw templateError(`resource ${logicalId} (${type}) does not support attribute type ${name} in Fn::GetAtt`);
}

function currentView(resource: StackResource): ResourceView {
  const { logicalId, physicalId, attributes } = resource;
  return {
    ref: physicalId ?? '',
    attribute: (name) => {
      checkAttribute(resource, name);
      return attributes[name] ?? unknownValue(logicalId, name);
    },
  };
}

function modification(current: StackResource, change: Change): PlannedChange {
  const { logicalId, type, physicalId } = current;
  const replacement = change.kind === 'modify' ? 'False' : change.certain ? 'True' : 'Conditional';
  return { action: 'Modify', logicalId, type, physicalId, replacement, properties: change.properties };
}

function removal({ logicalId, type, physicalId }: StackResource): PlannedChange {
  return { action: 'Remove', logicalId, type, physicalId, properties: [] };
}
