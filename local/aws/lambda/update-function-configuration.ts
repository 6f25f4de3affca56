import { type Operation, operation } from '../../kernel/operation.ts';
import { changedConfiguration, checkRole, toAnswer } from './configuration.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, requireFunction } from './function-name.ts';
import { checkRevision } from './update-function-code.ts';
import { checkVpc, vpcPermissions } from './vpc.ts';

export function updateFunctionConfiguration({ store, pool }: Engine): Operation {
  return operation('lambda', 'UpdateFunctionConfiguration', {
    permissions: ({ FunctionName, Role, VpcConfig }, { cloud }) => [
      { action: 'lambda:UpdateFunctionConfiguration', resource: functionArn(cloud, readFunctionName(FunctionName)) },
      ...(Role === undefined
        ? []
        : [
            {
              action: 'iam:PassRole',
              resource: Role,
              conditions: { 'iam:PassedToService': 'lambda.amazonaws.com' },
            },
          ]),
      ...vpcPermissions(VpcConfig),
    ],
    async handle(input, context) {
      const of = readFunctionName(input.FunctionName);
      const { FunctionName: _name, RevisionId, ...settings } = input;
      checkRevision(RevisionId, requireFunction(store, of).configuration.RevisionId);
      if (input.Role !== undefined) await checkRole(input.Role, context);
      const record = requireFunction(store, of);
      const configuration = changedConfiguration(record.configuration, settings, context);
      checkVpc(configuration.VpcConfig, configuration.Role ?? '', context);
      store.functions.put(of.name, { ...record, configuration });
      pool.retire(of.name);
      return toAnswer(configuration);
    },
  });
}
