import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { evaluateConditions } from './conditions.ts';
import { buildGraph, type Graph } from './graph.ts';
import type { Scope } from './intrinsics.ts';
import type { Json } from './json.ts';
import { isSsmParameter, parameterValue } from './parameters.ts';
import { plan } from './plan.ts';
import type { PlannedChange, Stack, StackRequest, StackResource } from './stack.ts';
import type { StackStore } from './store.ts';
import { parseTemplate, type Template } from './template.ts';
import { validationError } from './validation-error.ts';

export type CloudFormationDeps = {
  readonly cloud: Cloud;
  readonly store: StackStore;
  readonly now: () => number;
  readonly typeOf: (type: string) => ResourceType | undefined;
};

/** A request read, its functions bound to the stack, and what it would change. */
export type Prepared = {
  readonly template: Template;
  readonly graph: Graph;
  readonly scope: Omit<Scope, 'resource'>;
  readonly imports: ReadonlySet<string>;
  readonly changes: readonly PlannedChange[];
};

export type Target = Pick<Stack, 'id' | 'name'>;

/** Reads and plans a request against what the stack has; every mistake that can be known now is a ValidationError. */
export async function prepare(
  deps: CloudFormationDeps,
  target: Target,
  request: StackRequest,
  caller: Caller,
): Promise<Prepared> {
  const template = parseTemplate(request.body);
  const parameters = await parameterValues(deps, template, request, caller);
  const imports = new Set<string>();
  const given = { parameters: { ...parameters, ...pseudo(deps.cloud, target, request) }, mappings: template.mappings };
  const condition = evaluateConditions(template.conditions, given);
  const scope = {
    ...given,
    condition,
    importValue(name: string) {
      imports.add(name);
      return exportedValue(deps.store, name);
    },
  };
  const graph = buildGraph(template, condition);
  const changes = plan({
    template,
    graph,
    scope,
    current: currentResources(deps.store, target.id),
    typeOf: deps.typeOf,
  });
  return { template, graph, scope, imports, changes };
}

/** The stack's resources by logical id, without those that wait for their removal. */
export function currentResources(store: StackStore, stackId: string): Map<string, StackResource> {
  const current = store.resourcesOf(stackId).filter(({ obsolete }) => !obsolete);
  return new Map(current.map((resource) => [resource.logicalId, resource]));
}

function pseudo(cloud: Cloud, target: Target, request: StackRequest): Readonly<Record<string, Json>> {
  return {
    'AWS::AccountId': cloud.account,
    'AWS::Region': cloud.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackId': target.id,
    'AWS::StackName': target.name,
    'AWS::NotificationARNs': request.notificationArns,
  };
}

async function parameterValues(
  { cloud }: CloudFormationDeps,
  template: Template,
  { parameters }: StackRequest,
  caller: Caller,
): Promise<Readonly<Record<string, Json>>> {
  const entries = Object.entries(template.parameters).map(async ([name, definition]) => {
    const text = parameters[name] ?? '';
    const value = isSsmParameter(definition)
      ? ((await cloud.call(caller, 'ssm', 'GetParameter', { Name: text, WithDecryption: false })).Parameter?.Value ??
        '')
      : text;
    return [name, parameterValue(definition, value)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function exportedValue(store: StackStore, name: string): string {
  for (const stack of store.stacks.values()) {
    const found =
      stack.status === 'DELETE_COMPLETE' ? undefined : stack.outputs.find(({ exportName }) => exportName === name);
    if (found) return found.value;
  }
  throw validationError(`No export named ${name} found.`);
}
