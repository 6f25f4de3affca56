import type { ObjectFiles } from '../../kernel/objects.ts';
import { invalidRequest } from './error.ts';
import type { Executor } from './execution/executor.ts';
import type { Front } from './front/front.ts';
import type { AthenaStore, StoredExecution, StoredWorkGroup } from './store.ts';

/** What Athena's operations stand on. */
export type Athena = {
  readonly store: AthenaStore;
  readonly executor: Executor;
  readonly front: Front;
  readonly objects: ObjectFiles;
  readonly catalogsDir: string;
};

export const defaultWorkGroup = 'primary';

/** The work group, or InvalidRequestException. */
export function findWorkGroup({ store }: Pick<Athena, 'store'>, name: string | undefined): StoredWorkGroup {
  const workGroup = store.workGroups.get(name ?? defaultWorkGroup);
  if (!workGroup) throw invalidRequest(`WorkGroup ${name} is not found.`, 'WORKGROUP_NOT_FOUND');
  return workGroup;
}

/** The execution, or InvalidRequestException. */
export function findExecution({ store }: Pick<Athena, 'store'>, id: string | undefined): StoredExecution {
  const execution = store.executions.get(id ?? '');
  if (!execution) throw invalidRequest(`QueryExecution ${id ?? ''} was not found`);
  return execution;
}

/** The name of an execution's work group, for permissions: of one that does not exist, nothing is said. */
export const workGroupOf = ({ store }: Pick<Athena, 'store'>, id: string | undefined): string =>
  store.executions.get(id ?? '')?.workGroup ?? defaultWorkGroup;
