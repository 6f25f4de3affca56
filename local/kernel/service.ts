import type { Operation } from './operation.ts';
import type { ResourceType } from './resource.ts';
import type { ServiceName } from './sdk.ts';

/** One AWS service of the local cloud: its operations by name, its CloudFormation resource types, and its background work. */
export type Service = {
  readonly name: ServiceName;
  readonly operations: readonly Operation[];
  readonly resources?: readonly ResourceType[];
  /** The resource-based policy (bucket, queue, function, bus…) of an ARN of this service, if it has one. */
  resourcePolicy?(arn: string): unknown;
  /** Begins background work (pollers, schedules, buffers); called once every service exists. */
  start?(): void;
  /** Finishes it: buffers are persisted, timers and child processes are gone when the promise resolves. */
  stop?(): Promise<void>;
};
