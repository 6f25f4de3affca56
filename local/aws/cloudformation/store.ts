import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openJournal } from '../../kernel/journal.ts';
import type { ChangeSet, Stack, StackEvent, StackResource } from './stack.ts';
import { validationError } from './validation-error.ts';

export type NewEvent = Omit<StackEvent, 'id' | 'stackId' | 'stackName' | 'at'>;
export type StackStore = ReturnType<typeof openStackStore>;

const eventsKeptMs = 90 * 86_400_000;

/** Stacks, their templates, resources, change sets and events, each in its own journal. */
export function openStackStore(stateDir: string, now: () => number) {
  const file = (name: string) => join(stateDir, 'cloudformation', `${name}.jsonl`);
  const stacks = openJournal<Stack>(file('stacks'));
  const templates = openJournal<string>(file('templates'));
  const resources = openJournal<StackResource>(file('resources'));
  const changeSets = openJournal<ChangeSet>(file('change-sets'));
  const events = openJournal<StackEvent>(file('events'));
  for (const event of [...events.values()]) if (event.at < now() - eventsKeptMs) events.delete(event.id);
  const eventsOf = new Map<string, StackEvent[]>();
  const index = (event: StackEvent) => {
    const list = eventsOf.get(event.stackId);
    if (list) list.push(event);
    else eventsOf.set(event.stackId, [event]);
  };
  for (const event of events.values()) index(event);

  const find = (nameOrId: string) =>
    stacks.get(nameOrId) ??
    [...stacks.values()].find(({ name, status }) => name === nameOrId && status !== 'DELETE_COMPLETE');
  const keyOf = (resource: StackResource) =>
    [resource.stackId, resource.logicalId, ...(resource.obsolete ? [resource.physicalId] : [])].join('|');

  return {
    stacks,
    templates,
    changeSets,
    /** By id, deleted ones too; by name, the living one. */
    find,
    get(nameOrId = ''): Stack {
      const stack = find(nameOrId);
      if (!stack) throw validationError(`Stack with id ${nameOrId} does not exist`);
      return stack;
    },
    resourcesOf: (stackId: string) => [...resources.values()].filter((resource) => resource.stackId === stackId),
    putResource: (resource: StackResource) => resources.put(keyOf(resource), resource),
    dropResource: (resource: StackResource) => void resources.delete(keyOf(resource)),
    changeSetsOf: (stackId: string) => [...changeSets.values()].filter((changeSet) => changeSet.stackId === stackId),
    /** Newest first. */
    eventsOf: (stackId: string) => (eventsOf.get(stackId) ?? []).toReversed(),
    addEvent(stack: Pick<Stack, 'id' | 'name'>, event: NewEvent): void {
      const added = { ...event, id: randomUUID(), stackId: stack.id, stackName: stack.name, at: now() };
      events.put(added.id, added);
      index(added);
    },
  };
}
