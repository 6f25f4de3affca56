import { operation } from '../../../kernel/operation.ts';
import { arnOf, onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { invalidRequest, required } from '../error.ts';
import { writeTags } from '../tags.ts';
import { newSettings } from '../work-group.ts';

export const createWorkGroup = ({ store }: Athena) =>
  operation('athena', 'CreateWorkGroup', {
    permissions: (input, context) => onResource('CreateWorkGroup', 'workgroup', input.Name, context),
    handle(input, context) {
      const name = required(input.Name, 'name');
      if (!/^[a-zA-Z0-9._-]{1,128}$/.test(name)) throw invalidRequest(`WorkGroup name ${name} is not valid`);
      if (store.workGroups.has(name)) throw invalidRequest('WorkGroup is already created');
      store.workGroups.put(name, {
        name,
        description: input.Description,
        state: 'ENABLED',
        createTime: context.cloud.clock.now(),
        ...newSettings(input.Configuration),
      });
      writeTags(store, arnOf(context, 'workgroup', name), input.Tags);
      return {};
    },
  });
