import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource } from './framework.ts';
import { secretType } from './retained.ts';
import type { DeployedTemplate, Stack } from './stack.ts';

/** CreateChangeSet's limit for a template in the request (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). */
const maxTemplateBytes = 51_200;
const pollMs = 1_000;
const patienceMs = 300_000;

type Missing = { readonly id: string; readonly resource: Resource; readonly deployed: DeployedTemplate };

/** Imports a secret that the stack is to have and that is there already, value and all; does nothing where there is none. */
export async function importSecret(stack: Stack, { id, resource, deployed }: Missing): Promise<void> {
  const arn = await stack.secretArn(String(resource.Properties?.Name));
  if (arn === undefined) return;
  const { Condition: _, ...unconditional } = resource;
  const template = JSON.stringify({ ...deployed, Resources: { ...deployed.Resources, [id]: unconditional } });
  if (Buffer.byteLength(template) > maxTemplateBytes)
    throw new Error(
      `The secret ${arn} is there already and belongs to no stack, and this stack is too large to import it by itself: import it as ${id} (aws cloudformation create-change-set --change-set-type IMPORT), then deploy again.`,
    );
  await stack.importOne({ template, id, type: secretType, identifier: { Id: arn } });
  await untilImported(stack);
}

async function untilImported(stack: Stack): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(pollMs)) {
    const { status, reason } = await stack.status();
    if (status === 'IMPORT_COMPLETE') return;
    if (!status.endsWith('_IN_PROGRESS'))
      throw new Error(`The secret could not be imported: ${status} ${reason ?? ''}`);
  }
  throw new Error(`The secret was not imported within ${patienceMs / 1000} s.`);
}
