import type { Caller } from './caller.ts';
import type { Cloud } from './cloud.ts';
import type { LakeEntity, LakeGrants } from './lake-grants.ts';

/** What grants bind the caller at the entity; undefined where IAM alone decides: for whoever was not opted in. */
export function lakeGrants(
  { cloud, caller }: { readonly cloud: Pick<Cloud, 'service'>; readonly caller: Caller },
  entity: LakeEntity,
): LakeGrants | undefined {
  return cloud.service('lakeformation')?.lakeGrants?.(caller, entity);
}
