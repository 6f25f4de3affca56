import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, findWorkGroup } from '../athena.ts';
import { required } from '../error.ts';
import { describeWorkGroup } from '../work-group.ts';

export const getWorkGroup = (athena: Athena) =>
  operation('athena', 'GetWorkGroup', {
    permissions: (input, context) => onResource('GetWorkGroup', 'workgroup', input.WorkGroup, context),
    handle: (input) => ({
      WorkGroup: describeWorkGroup(findWorkGroup(athena, required(input.WorkGroup, 'workGroup'))),
    }),
  });
