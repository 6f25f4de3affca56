import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import type { SsmDeps } from './describe.ts';
import { addTagsToResource } from './operations/add-tags-to-resource.ts';
import { deleteParameter } from './operations/delete-parameter.ts';
import { getParameter } from './operations/get-parameter.ts';
import { getParameters } from './operations/get-parameters.ts';
import { getParametersByPath } from './operations/get-parameters-by-path.ts';
import { putParameter } from './operations/put-parameter.ts';
import { parameterResource } from './resources/parameter.ts';
import { openParameterStore } from './store.ts';

/** The Systems Manager parameter store. */
export function createSsm(cloud: Pick<Cloud, 'account' | 'region' | 'stateDir' | 'clock'>): Service {
  const { account, region } = cloud;
  const deps: SsmDeps = { store: openParameterStore(cloud.stateDir), account, region, now: () => cloud.clock.now() };
  const operations = [
    getParameter,
    getParameters,
    getParametersByPath,
    putParameter,
    deleteParameter,
    addTagsToResource,
  ];
  return { name: 'ssm', operations: operations.map((create) => create(deps)), resources: [parameterResource] };
}
