import type { Framework, Hooks } from './framework.ts';
import { ownRoles } from './own-roles.ts';

/** What the lake adds to the Serverless Framework, for each of its services. */
export function createPlugin(framework: Framework): { readonly hooks: Hooks } {
  return { hooks: ownRoles(framework) };
}
