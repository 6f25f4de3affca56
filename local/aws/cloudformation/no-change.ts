import type { Prepared } from './prepare.ts';
import type { Stack, StackRequest } from './stack.ts';
import type { StackStore } from './store.ts';
import { parseTemplate, type Template } from './template.ts';

/** Whether an update would leave the stack as it is: no resource, output, tag or parameter differs. */
export function changesNothing(store: StackStore, stack: Stack, request: StackRequest, prepared: Prepared): boolean {
  const body = store.templates.get(stack.id);
  if (body === undefined || prepared.changes.length > 0) return false;
  return (
    same(stack.tags, request.tags) &&
    same(stack.parameters, request.parameters) &&
    same(besideProperties(parseTemplate(body)), besideProperties(prepared.template))
  );
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function besideProperties({ outputs, conditions, mappings, resources, description }: Template) {
  const policies = Object.entries(resources).map(([name, { deletionPolicy, updateReplacePolicy }]) => [
    name,
    deletionPolicy,
    updateReplacePolicy,
  ]);
  return { outputs, conditions, mappings, policies, description };
}
