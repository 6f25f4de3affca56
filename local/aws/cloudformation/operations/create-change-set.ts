import { randomUUID } from 'node:crypto';
import type { CreateChangeSetInput } from '@aws-sdk/client-cloudformation';
import { AwsError, notCovered } from '../../../kernel/error.ts';
import { type Context, operation } from '../../../kernel/operation.ts';
import { type Adoption, adoptExisting, adoptNamed, asImports } from '../adopt.ts';
import { newStack, newStackId, prepareAs } from '../launch.ts';
import { changesNothing } from '../no-change.ts';
import { checkStackName, type OperationDeps, onStack, required } from '../operation-deps.ts';
import type { Prepared, Target } from '../prepare.ts';
import { readRequest } from '../request.ts';
import { actingCaller, setStatus } from '../run.ts';
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
      const revertDrift = readMode(kind, input);
      const request = { ...(await readRequest(deps, context.caller, input, existing)), revertDrift };
      const prepared = await prepareAs(deps, target, request, context.caller);
      if (!existing) {
        store.stacks.put(target.id, newStack(deps, target, request));
        setStatus({ deps, stackId: target.id }, 'REVIEW_IN_PROGRESS', 'User Initiated');
      }
      const isEmpty =
        kind === 'UPDATE' && !revertDrift && changesNothing(store, store.get(target.id), request, prepared);
      const adoption = await adoptionOf(deps, { kind, input }, prepared, {
        ...context,
        caller: actingCaller(request.roleArn, context.caller),
      });
      const changes = asImports(prepared.changes, adoption);
      const draft = { name, stackId: target.id, kind, description: input.Description, changes };
      const adopting = { ...draft, request: { ...request, adopted: adoption.adopted } };
      const changeSet = finish(deps, adopting, isEmpty ? nothingToDo : adoption.problem);
      store.changeSets.put(changeSet.id, changeSet);
      return { Id: changeSet.id, StackId: target.id };
    },
  });

const nothingToDo =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

function readKind(type: string | undefined): ChangeSet['kind'] {
  return type === 'CREATE' || type === 'IMPORT' ? type : 'UPDATE';
}

/**
 * Whether it is REVERT_DRIFT. What has drifted is not looked for: the change set lists what differs between the templates alone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/drift-aware-change-sets.html
 */
function readMode(kind: ChangeSet['kind'], { DeploymentMode: mode }: CreateChangeSetInput): boolean {
  if (mode !== undefined && kind !== 'UPDATE') throw notCovered(`the DeploymentMode ${mode} of a ${kind}`);
  return mode !== undefined;
}

async function adoptionOf(
  { store }: OperationDeps,
  { kind, input }: { readonly kind: ChangeSet['kind']; readonly input: CreateChangeSetInput },
  prepared: Prepared,
  context: Context,
): Promise<Adoption> {
  if (kind === 'IMPORT') return adoptNamed(store, prepared, input.ResourcesToImport ?? [], context);
  return input.ImportExistingResources ? adoptExisting(store, prepared, context) : { adopted: {} };
}

/** The stack that a change set is for: one under review for CREATE, if there is one, a deployed one for UPDATE. */
function existingStack(
  { store }: OperationDeps,
  kind: ChangeSet['kind'],
  stackName: string | undefined,
  changeSetName: string,
): Stack | undefined {
  const stack = kind === 'CREATE' ? store.find(stackName ?? '') : store.get(stackName);
  if (kind !== 'CREATE' && stack) checkUpdatable(stack);
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

function finish({ cloud, now }: OperationDeps, draft: Draft, problem: string | undefined): ChangeSet {
  const id = `arn:aws:cloudformation:${cloud.region}:${cloud.account}:changeSet/${draft.name}/${randomUUID()}`;
  const made = { ...draft, id, createdAt: now() };
  return problem !== undefined
    ? { ...made, status: 'FAILED', statusReason: problem, executionStatus: 'UNAVAILABLE' }
    : { ...made, status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' };
}
