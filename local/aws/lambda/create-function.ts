import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { takeCode } from './code.ts';
import { checkRole, checkSettings, newConfiguration, toAnswer } from './configuration.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName } from './function-name.ts';
import { publish } from './publish-version.ts';
import { checkVpc, vpcPermissions } from './vpc.ts';

export function createFunction({ store }: Engine): Operation {
  return operation('lambda', 'CreateFunction', {
    permissions: (input, { cloud }) => [
      { action: 'lambda:CreateFunction', resource: functionArn(cloud, readFunctionName(input.FunctionName)) },
      {
        action: 'iam:PassRole',
        resource: input.Role ?? '',
        conditions: { 'iam:PassedToService': 'lambda.amazonaws.com' },
      },
      ...vpcPermissions(input.VpcConfig),
    ],
    async handle(input, context) {
      const { name } = readFunctionName(input.FunctionName);
      if (store.functions.has(name))
        throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409, { Type: 'User' });
      await checkRole(input.Role ?? '', context);
      checkSettings(input);
      checkVpc(input.VpcConfig, input.Role ?? '', context);
      const code = await takeCode(input.Code ?? {}, store, context);
      const configuration = newConfiguration(name, input, code, context);
      const record = { configuration, tags: { ...input.Tags }, versions: 0 };
      store.functions.put(name, record);
      return toAnswer(input.Publish === true ? publish(store, record, {}) : configuration);
    },
  });
}
