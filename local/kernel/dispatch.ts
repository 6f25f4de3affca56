import { checkInput } from '../constraints/check-operation.ts';
import { AwsError, notCovered } from './error.ts';
import type { Context, Operation } from './operation.ts';
import type { Service } from './service.ts';

/** Ends the process of a function's session between two of its calls, when a fault says so. */
export type Crash = (sessionName: string) => void;

type Dispatch = (service: Service, operation: string, input: unknown, context: Context) => Promise<unknown>;

/** The one way into an operation, over the wire or in process: faults strike, the input and permissions are checked, then it runs. */
export function createDispatch(crash: Crash): Dispatch {
  const operations = new Map<Service, ReadonlyMap<string, Operation>>();
  return async (service, name, input, context) => {
    const known = operations.get(service) ?? new Map(service.operations.map((each) => [each.name, each]));
    operations.set(service, known);
    const operation = known.get(name);
    if (operation === undefined) throw notCovered(`${service.name}:${name}`);
    const faults = context.cloud.faults.strike(`${service.name}:${name}`, subjectOf(context));
    for (const { kind } of faults) strike(kind, context, crash);
    checkInput(service.name, name, input);
    for (const permission of operation.permissions(input, context)) context.cloud.authorize(context.caller, permission);
    const output = await operation.handle(input, context);
    if (faults.some(({ kind }) => kind === 'crash-after')) endCaller(context, crash);
    return output;
  };
}

function subjectOf({ caller }: Context): string {
  return caller.kind === 'role' ? `${caller.roleArn} ${caller.sessionName}` : caller.kind;
}

function strike(kind: string, context: Context, crash: Crash): void {
  if (kind === 'throttle') throw new AwsError('ThrottlingException', 'Rate exceeded', 400);
  if (kind === 'error')
    throw new AwsError('InternalFailure', 'The request failed because of a fault that is switched on.', 500);
  if (kind === 'crash-before') endCaller(context, crash);
}

/** The caller is gone: its connection breaks, and nobody hears the answer. */
function endCaller({ caller }: Context, crash: Crash): never {
  if (caller.kind === 'role') crash(caller.sessionName);
  throw new AwsError('InternalFailure', 'The calling process was ended by a fault that is switched on.', 500);
}
