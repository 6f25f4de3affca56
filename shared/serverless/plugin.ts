import type { Framework, Hooks, Log } from './framework.ts';
import { checkInput } from './input.ts';
import { letGo, type RemovalPorts } from './let-go.ts';
import { nameLengths } from './name-lengths.ts';
import { ownRoles } from './own-roles.ts';
import { takeIn } from './take-in.ts';

/** What the lake adds to the Serverless Framework, for each of its services; `loadAws` gives what is done on AWS. */
export function createPlugin(framework: Framework, log: Log, loadAws: () => RemovalPorts): { readonly hooks: Hooks } {
  checkInput(framework, process.env);
  return {
    hooks: {
      ...ownRoles(framework),
      ...nameLengths(framework),
      ...takeIn(framework, () => loadAws().open(framework)),
      ...letGo(framework, loadAws, log),
    },
  };
}
