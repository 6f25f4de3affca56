import { randomUUID } from 'node:crypto';
import type { Caller } from '../../kernel/caller.ts';
import type { Context } from '../../kernel/operation.ts';
import { type CloudFormationDeps, type Prepared, prepare, type Target } from './prepare.ts';
import {
  actingCaller,
  type OnFailure,
  type Run,
  runCreate,
  runDelete,
  runImport,
  runUpdate,
  setStatus,
} from './run.ts';
import type { Stack, StackRequest } from './stack.ts';
import { checkUpdatable } from './states.ts';
import { reasonOf } from './validation-error.ts';

/** Runs stack operations in the background, one after its first event has been told. */
export type Launcher = {
  create(stack: Stack, request: StackRequest, prepared: Prepared, onFailure: OnFailure, context: Context): void;
  update(stack: Stack, request: StackRequest, prepared: Prepared, context: Context): void;
  adopt(stack: Stack, request: StackRequest, prepared: Prepared, context: Context): void;
  remove(stack: Stack, roleArn: string | undefined, context: Context): void;
  /** When everything that runs has ended. */
  settled(): Promise<void>;
};

export function createLauncher(deps: CloudFormationDeps): Launcher {
  const running = new Set<Promise<void>>();
  const launch = (run: Run, task: () => Promise<void>) => {
    const promise = Promise.resolve()
      .then(task)
      .catch((error: unknown) => abandon(deps, run, error))
      .finally(() => running.delete(promise));
    running.add(promise);
  };
  const runOf = (stack: Stack, roleArn: string | undefined, { caller, requestId }: Context): Run => ({
    deps,
    stackId: stack.id,
    requestId,
    caller: actingCaller(roleArn, caller),
  });
  return {
    create(stack, request, prepared, onFailure, context) {
      const run = runOf(stack, request.roleArn, context);
      setStatus(run, 'CREATE_IN_PROGRESS', 'User Initiated');
      launch(run, () => runCreate(run, request, prepared, onFailure));
    },
    update(stack, request, prepared, context) {
      // Another update may have begun while this one was being prepared.
      checkUpdatable(deps.store.get(stack.id));
      const run = runOf(stack, request.roleArn, context);
      deps.store.stacks.put(stack.id, { ...deps.store.get(stack.id), updatedAt: deps.now() });
      setStatus(run, 'UPDATE_IN_PROGRESS', 'User Initiated');
      launch(run, () => runUpdate(run, request, prepared));
    },
    adopt(stack, request, prepared, context) {
      checkUpdatable(deps.store.get(stack.id));
      const run = runOf(stack, request.roleArn, context);
      setStatus(run, 'IMPORT_IN_PROGRESS', 'User Initiated');
      launch(run, () => runImport(run, request, prepared));
    },
    remove(stack, roleArn, context) {
      const run = runOf(stack, roleArn ?? stack.roleArn, context);
      setStatus(run, 'DELETE_IN_PROGRESS', 'User Initiated');
      launch(run, () => runDelete(run));
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function abandon({ cloud, store }: CloudFormationDeps, run: Run, error: unknown): void {
  const { status, name } = store.get(run.stackId);
  cloud.log('error', `CloudFormation gave up on ${name}: ${reasonOf(error)}`);
  const failed = status.startsWith('DELETE')
    ? 'DELETE_FAILED'
    : status.startsWith('CREATE')
      ? 'CREATE_FAILED'
      : 'UPDATE_FAILED';
  setStatus(run, failed, reasonOf(error));
}

/** The id of a new stack of this name. */
export function newStackId({ cloud }: CloudFormationDeps, name: string): string {
  return `arn:aws:cloudformation:${cloud.region}:${cloud.account}:stack/${name}/${randomUUID()}`;
}

/** A stack that has nothing yet. */
export function newStack(
  deps: CloudFormationDeps,
  target: Target,
  request: StackRequest,
  terminationProtection = false,
): Stack {
  const { body: _, adopted: __, ...settings } = request;
  return {
    ...target,
    ...settings,
    status: 'REVIEW_IN_PROGRESS',
    createdAt: deps.now(),
    hidden: [],
    outputs: [],
    imports: [],
    terminationProtection,
  };
}

/** Prepares as the caller that the deployment will act as. */
export function prepareAs(
  deps: CloudFormationDeps,
  target: Target,
  request: StackRequest,
  caller: Caller,
): Promise<Prepared> {
  return prepare(deps, target, request, actingCaller(request.roleArn, caller));
}
