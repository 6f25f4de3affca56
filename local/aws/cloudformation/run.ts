import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { admin, type Caller } from '../../kernel/caller.ts';
import { applyTemplate, type Ports, type Step } from './deploy.ts';
import { checkExports, checkNotImported, resolveOutputs } from './outputs.ts';
import { createPorts } from './ports.ts';
import type { CloudFormationDeps, Prepared } from './prepare.ts';
import { removeResources } from './remove.ts';
import { resourceView } from './resource-view.ts';
import { rollBack } from './rollback.ts';
import type { Stack, StackRequest, StackResource } from './stack.ts';
import { reasonOf } from './validation-error.ts';

export type OnFailure = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING';

export type Run = {
  readonly deps: CloudFormationDeps;
  readonly stackId: string;
  readonly caller: Caller;
  readonly requestId: string;
};

/** Puts the stack into a state, with an event of its own. */
export function setStatus(
  { deps, stackId }: Pick<Run, 'deps' | 'stackId'>,
  status: StackStatus,
  reason?: string,
): Stack {
  const stack = { ...deps.store.get(stackId), status, statusReason: reason };
  deps.store.stacks.put(stack.id, stack);
  deps.store.addEvent(stack, {
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason,
  });
  return stack;
}

/** Creates a stack's resources; on failure takes them away again, as asked. */
export async function runCreate(
  run: Run,
  request: StackRequest,
  prepared: Prepared,
  onFailure: OnFailure,
): Promise<void> {
  const ports = portsOf(run, request.tags);
  const done: Step[] = [];
  try {
    await deploy(run, { request, prepared, ports, done });
    setStatus(run, 'CREATE_COMPLETE');
  } catch (error) {
    const reason = failureReason('created', ports, error);
    if (onFailure === 'DO_NOTHING') setStatus(run, 'CREATE_FAILED', reason);
    else if (onFailure === 'DELETE') {
      setStatus(run, 'DELETE_IN_PROGRESS', `${reason} Delete requested by user.`);
      await finishDelete(run, ports);
    } else {
      setStatus(run, 'ROLLBACK_IN_PROGRESS', `${reason} Rollback requested by user.`);
      const left = await rollBack(done, ports);
      setStatus(run, left.length > 0 ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE', leftReason('rolled back', left));
    }
  }
}

/** Updates a stack; on failure puts every resource back as it was. */
export async function runUpdate(run: Run, request: StackRequest, prepared: Prepared): Promise<void> {
  const ports = portsOf(run, request.tags);
  const done: Step[] = [];
  try {
    await deploy(run, { request, prepared, ports, done });
    setStatus(run, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    await cleanUp(run, prepared, ports);
    setStatus(run, 'UPDATE_COMPLETE');
  } catch (error) {
    const reason = failureReason('updated', ports, error);
    if (request.disableRollback) {
      setStatus(run, 'UPDATE_FAILED', reason);
      return;
    }
    setStatus(run, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
    const left = await rollBack(done, ports);
    if (left.length > 0) setStatus(run, 'UPDATE_ROLLBACK_FAILED', leftReason('rolled back', left));
    else {
      setStatus(run, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
      setStatus(run, 'UPDATE_ROLLBACK_COMPLETE');
    }
  }
}

/** Takes resources that are there already into a stack, and changes nothing. */
export async function runImport(run: Run, request: StackRequest, prepared: Prepared): Promise<void> {
  const ports = portsOf(run, request.tags);
  const done: Step[] = [];
  try {
    await deploy(run, { request, prepared, ports, done });
    setStatus(run, 'IMPORT_COMPLETE');
  } catch (error) {
    setStatus(run, 'IMPORT_ROLLBACK_IN_PROGRESS', failureReason('imported', ports, error));
    await rollBack(done, ports);
    setStatus(run, 'IMPORT_ROLLBACK_COMPLETE');
  }
}

/** Removes everything a stack has, dependents first. */
export async function runDelete(run: Run): Promise<void> {
  await finishDelete(run, portsOf(run, run.deps.store.get(run.stackId).tags));
}

async function finishDelete(run: Run, ports: Ports): Promise<void> {
  const { store, now } = run.deps;
  const left = await removeResources([...replacedResources(run), ...ports.resources.values()], 'delete', ports);
  if (left.length > 0) {
    setStatus(run, 'DELETE_FAILED', leftReason('deleted', left));
    return;
  }
  const stack = setStatus(run, 'DELETE_COMPLETE');
  store.stacks.put(stack.id, { ...stack, deletedAt: now(), outputs: [], imports: [] });
  for (const changeSet of store.changeSetsOf(stack.id)) store.changeSets.delete(changeSet.id);
}

function portsOf({ deps, stackId, caller, requestId }: Run, tags: Stack['tags']): Ports {
  return createPorts(deps, { ...deps.store.get(stackId), tags }, caller, requestId);
}

type Deployment = {
  readonly request: StackRequest;
  readonly prepared: Prepared;
  readonly ports: Ports;
  /** Filled step by step, for a rollback. */
  readonly done: Step[];
};

async function deploy(run: Run, { request, prepared, ports, done }: Deployment): Promise<void> {
  const { store } = run.deps;
  const before = store.get(run.stackId);
  const { template, graph, scope } = prepared;
  const updateAll = request.revertDrift === true || JSON.stringify(before.tags) !== JSON.stringify(request.tags);
  await applyTemplate(
    { stackId: before.id, template, graph, scope, updateAll, adopted: request.adopted ?? {} },
    ports,
    done,
  );
  const outputs = resolveOutputs(template.outputs, {
    ...scope,
    resource: (logicalId) => resourceView(ports.resources.get(logicalId)),
  });
  checkExports(store, before, outputs);
  checkNotImported(store, before, outputs);
  const { body, adopted: _, revertDrift: __, ...settings } = request;
  store.templates.put(before.id, body);
  store.stacks.put(before.id, {
    ...store.get(before.id),
    description: template.description,
    outputs,
    imports: [...prepared.imports],
    hidden: Object.keys(template.parameters).filter((name) => template.parameters[name]?.NoEcho),
    ...settings,
  });
}

/** What was replaced goes, and what the new template no longer has; a failure is told and does not fail the update. */
async function cleanUp(run: Run, { graph }: Prepared, ports: Ports): Promise<void> {
  const dropped = [...ports.resources.values()].filter(({ logicalId }) => !graph.has(logicalId));
  await removeResources([...replacedResources(run), ...dropped], 'delete', ports);
}

function replacedResources({ deps, stackId }: Run): readonly StackResource[] {
  return deps.store.resourcesOf(stackId).filter((resource) => resource.obsolete);
}

function failureReason(what: string, ports: Ports, error: unknown): string {
  const failed = [...ports.resources.values()]
    .filter(({ status }) => status.endsWith('_FAILED'))
    .map(({ logicalId }) => logicalId);
  return failed.length > 0
    ? `The following resource(s) failed to be ${what}: [${failed.join(', ')}].`
    : `The stack could not be ${what}: ${reasonOf(error)}.`;
}

function leftReason(what: string, left: readonly string[]): string | undefined {
  return left.length > 0 ? `The following resource(s) could not be ${what}: [${left.join(', ')}].` : undefined;
}

/** The caller that a stack's resources are made as: its service role, else whoever asked. */
export function actingCaller(roleArn: string | undefined, caller: Caller = admin): Caller {
  return roleArn === undefined ? caller : { kind: 'role', roleArn, sessionName: 'AWSCloudFormation' };
}
