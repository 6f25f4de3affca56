import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { isInProgress, type Stack } from './stack.ts';
import { validationError } from './validation-error.ts';

/**
 * UPDATE_ROLLBACK_FAILED may be updated here, where AWS asks for ContinueUpdateRollback first: each resource's record says what
 * it really is, so an update starts from the truth.
 */
const updatable: ReadonlySet<StackStatus> = new Set([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
]);

/** Fails with AWS's words unless the stack may be updated now. */
export function checkUpdatable(stack: Stack): void {
  if (!updatable.has(stack.status))
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

export function checkDeletable(stack: Stack): void {
  if (stack.terminationProtection)
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  if (isInProgress(stack.status) && stack.status !== 'DELETE_IN_PROGRESS')
    throw validationError(`Stack [${stack.name}] is in ${stack.status} state and can not be deleted.`);
}

/** How a stack that was in progress when the process died is told to have failed; undefined when it was not. */
export function interruptedStatus(status: StackStatus): StackStatus | undefined {
  if (!isInProgress(status)) return undefined;
  if (status.startsWith('UPDATE_ROLLBACK')) return 'UPDATE_ROLLBACK_FAILED';
  if (status.startsWith('UPDATE')) return 'UPDATE_FAILED';
  if (status.startsWith('IMPORT')) return 'IMPORT_ROLLBACK_FAILED';
  if (status.startsWith('ROLLBACK')) return 'ROLLBACK_FAILED';
  return status.startsWith('DELETE') ? 'DELETE_FAILED' : 'CREATE_FAILED';
}
