import { randomUUID } from 'node:crypto';
import { AwsError, notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { newStack, newStackId, prepareAs } from '../launch.ts';
import { changesNothing } from '../no-change.ts';
import { checkStackName, type OperationDeps, onStack, required } from '../operation-deps.ts';
import type { Target } from '../prepare.ts';
import { readRequest } from '../request.ts';
import { setStatus } from '../run.ts';
import type { ChangeSet, Stack } from '../stack.ts';
import { checkUpdatable } from '../states.ts';
import { validationError } from '../validation-error.ts';

export const createChangeSet = (deps: OperationDeps) =>
  operation('cloudformation', 'CreateChangeSet', {
    permissions: (input) => onStack(deps, 'CreateChangeSet', input.StackName),
    async handle(input, context) {
      const { store } = deps;
      const kind = readKind(input.ChangeSetType);
      const name = required('changeSetName', input.ChangeSetName);
      const existing = existingStack(deps, kind, input.StackName, name);
      const target = existing ?? newTarget(deps, input.StackName);
      checkNameFree(deps, target.id, name);
      const request = await readRequest(deps, context.caller, input, existing);
      const prepared = await prepareAs(deps, target, request, context.caller);
      if (!existing) {
        store.stacks.put(target.id, newStack(deps, target, request));
        setStatus({ deps, stackId: target.id }, 'REVIEW_IN_PROGRESS', 'User Initiated');
      }
      const isEmpty = kind === 'UPDATE' && changesNothing(store, store.get(target.id), request, prepared);
      const draft = { name, stackId: target.id, kind, description: input.Description, request };
      const changeSet = finish(deps, { ...draft, changes: prepared.changes }, isEmpty);
      store.changeSets.put(changeSet.id, changeSet);
      return { Id: changeSet.id, StackId: target.id };
    },
  });

const nothingToDo =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

function readKind(type: string | undefined): ChangeSet['kind'] {
  if (type === 'IMPORT') throw notCovered('cloudformation:CreateChangeSet with ChangeSetType IMPORT');
  return type === 'CREATE' ? 'CREATE' : 'UPDATE';
}

/** The stack that a change set is for: one under review for CREATE, if there is one, a deployed one for UPDATE. */
function existingStack(
  { store }: OperationDeps,
  kind: ChangeSet['kind'],
  stackName: string | undefined,
  changeSetName: string,
): Stack | undefined {
  const stack = kind === 'UPDATE' ? store.get(stackName) : store.find(stackName ?? '');
  if (kind === 'UPDATE' && stack) checkUpdatable(stack);
  if (kind === 'CREATE' && stack && stack.status !== 'REVIEW_IN_PROGRESS')
    throw validationError(
      `Stack [${stack.name}] already exists and cannot be created again with the changeSet [${changeSetName}].`,
    );
  return stack;
}

function newTarget(deps: OperationDeps, stackName: string | undefined): Target {
  const name = checkStackName(stackName);
  return { id: newStackId(deps, name), name };
}

function checkNameFree({ store }: OperationDeps, stackId: string, name: string): void {
  if (store.changeSetsOf(stackId).some((changeSet) => changeSet.name === name))
    throw new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`);
}

type Draft = Pick<ChangeSet, 'name' | 'stackId' | 'kind' | 'description' | 'request' | 'changes'>;

function finish({ cloud, now }: OperationDeps, draft: Draft, isEmpty: boolean): ChangeSet {
  const id = `arn:aws:cloudformation:${cloud.region}:${cloud.account}:changeSet/${draft.name}/${randomUUID()}`;
  const made = { ...draft, id, createdAt: now() };
  return isEmpty
    ? { ...made, status: 'FAILED', statusReason: nothingToDo, executionStatus: 'UNAVAILABLE' }
    : { ...made, status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' };
}
