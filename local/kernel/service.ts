import type { Neighbour } from './cloud.ts';
import type { Operation } from './operation.ts';
import type { ResourceType } from './resource.ts';

/** One AWS service of the local cloud: its operations by name, its CloudFormation resource types, and its background work. */
export type Service = Neighbour & {
  readonly operations: readonly Operation[];
  readonly resources?: readonly ResourceType[];
  /** Begins background work (pollers, schedules, buffers); called once every service exists. */
  start?(): void;
  /** Finishes it: buffers are persisted, timers and child processes are gone when the promise resolves. */
  stop?(): Promise<void>;
};
