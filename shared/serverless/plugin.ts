import type { Framework, Hooks } from './framework.ts';
import { checkInput } from './input.ts';
import { nameLengths } from './name-lengths.ts';
import { ownRoles } from './own-roles.ts';

/** What the lake adds to the Serverless Framework, for each of its services. */
export function createPlugin(framework: Framework): { readonly hooks: Hooks } {
  checkInput(framework, process.env);
  return { hooks: { ...ownRoles(framework), ...nameLengths(framework) } };
}
