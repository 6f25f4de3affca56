import * as z from 'zod';
import type { Framework, Hooks, Resource } from '../framework.ts';
import { expandAlarm } from './alarm.ts';
import { expandDeadLetters } from './dead-letters.ts';
import type { Expand, Naming } from './form.ts';
import { namingOf } from './naming.ts';
import { expandQueue } from './queue.ts';

/** What stands in `Resources` as one, and is several, or long: written once, and the same wherever it is used. */
const forms: Readonly<Record<string, Expand>> = {
  'Lake::Alarm': expandAlarm,
  'Lake::DeadLetters': expandDeadLetters,
  'Lake::Queue': expandQueue,
};

/** Writes out the short forms of a service's resources, before the framework takes them into its template. */
export function shortForms(framework: Framework): Hooks {
  return {
    'before:aws:package:finalize:mergeCustomProviderResources'() {
      const { resources } = framework.service;
      if (resources?.Resources === undefined) return;
      resources.Resources = writtenOut(resources.Resources, namingOf(framework));
    },
  };
}

/** Throws an Error that names the resource and what is wrong with it. */
export function writtenOut(
  resources: Readonly<Record<string, Resource>>,
  naming: Naming,
): Readonly<Record<string, Resource>> {
  const all: Record<string, Resource> = {};
  for (const [id, resource] of Object.entries(resources)) {
    const expand = forms[resource.Type];
    const some = expand === undefined ? { [id]: resource } : expanded(expand, id, resource, naming);
    for (const [each, one] of Object.entries(some)) {
      if (all[each] !== undefined) throw new Error(`two resources are called ${each}; one of them comes of ${id}`);
      all[each] = one;
    }
  }
  return all;
}

function expanded(expand: Expand, id: string, { Type, Properties }: Resource, naming: Naming) {
  try {
    return expand(id, Properties ?? {}, naming);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`the resource ${id} (${Type}) has mistakes:\n${why}`, { cause: error });
  }
}
