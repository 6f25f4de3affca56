import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, findWorkGroup } from '../athena.ts';
import { required } from '../error.ts';
import { changedSettings } from '../work-group.ts';

export const updateWorkGroup = (athena: Athena) =>
  operation('athena', 'UpdateWorkGroup', {
    permissions: (input, context) => onResource('UpdateWorkGroup', 'workgroup', input.WorkGroup, context),
    handle(input) {
      const group = findWorkGroup(athena, required(input.WorkGroup, 'workGroup'));
      athena.store.workGroups.put(group.name, {
        ...group,
        description: input.Description ?? group.description,
        state: input.State ?? group.state,
        ...changedSettings(group, input.ConfigurationUpdates),
      });
      return {};
    },
  });
