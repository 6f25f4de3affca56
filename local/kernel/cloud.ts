import type { Caller } from './caller.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { LakeEntity, LakeGrants } from './lake-grants.ts';
import type { Permission } from './permission.ts';
import type { Input, OperationName, Output, ServiceName } from './sdk.ts';

/** What a service shows the others beside its operations. */
export type Neighbour = {
  readonly name: ServiceName;
  /** The resource-based policy (bucket, queue, function, bus…) of an ARN of this service, if it has one. */
  resourcePolicy?(arn: string): unknown;
  /** Lake Formation's grants to a caller that was opted in for the entity; undefined for any other. */
  lakeGrants?(caller: Caller, entity: LakeEntity): LakeGrants | undefined;
};

/** What every service of the local cloud may use of the others. */
export type Cloud = {
  readonly account: string;
  readonly region: string;
  /** The folder whose subfolders the services keep their state in. */
  readonly stateDir: string;
  /** `http://127.0.0.1:PORT`, what functions get as AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Calls an operation in process, as `caller`: permission checks and faults apply as over the wire. */
  call<S extends ServiceName, O extends OperationName<S>>(
    caller: Caller,
    service: S,
    operation: O & string,
    input: Input<S, O>,
  ): Promise<Output<S, O>>;
  /** Throws AccessDenied, naming the action, unless the caller's policies or the resource's own policy allow it. */
  authorize(caller: Caller, permission: Permission): void;
  /** Finds a service by its signing name. */
  service(name: ServiceName): Neighbour | undefined;
  /** Tells the terminal and the cloud's own log what happened; `fields` never hold secrets. */
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>): void;
};
