import { AwsError } from '../../kernel/error.ts';
import type { ChangeSet } from './stack.ts';
import type { StackStore } from './store.ts';
import { validationError } from './validation-error.ts';

/** By its id, or by its name and its stack's; undefined when the stack has none of that name. */
export function lookUpChangeSet(store: StackStore, name = '', stackName: string | undefined): ChangeSet | undefined {
  if (name.startsWith('arn:')) return store.changeSets.get(name);
  if (stackName === undefined)
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
  const stack = store.get(stackName);
  return store.changeSetsOf(stack.id).find((changeSet) => changeSet.name === name);
}

export function findChangeSet(store: StackStore, name: string | undefined, stackName: string | undefined): ChangeSet {
  const changeSet = lookUpChangeSet(store, name, stackName);
  if (!changeSet) throw new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404);
  return changeSet;
}
