import { randomUUID } from 'node:crypto';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { dropUnusedCode, takeCode } from './code.ts';
import { toAnswer } from './configuration.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, requireFunction } from './function-name.ts';
import { publish } from './publish-version.ts';

export function updateFunctionCode({ store, pool }: Engine): Operation {
  return operation('lambda', 'UpdateFunctionCode', {
    permissions: ({ FunctionName }, { cloud }) => [
      { action: 'lambda:UpdateFunctionCode', resource: functionArn(cloud, readFunctionName(FunctionName)) },
    ],
    async handle(input, context) {
      if (input.ImageUri !== undefined) throw notCovered('Lambda functions from container images');
      const of = readFunctionName(input.FunctionName);
      checkRevision(input.RevisionId, requireFunction(store, of).configuration.RevisionId);
      const code = await takeCode(input, store, context);
      const before = requireFunction(store, of);
      const LastModified = new Date(context.cloud.clock.now()).toISOString().replace('Z', '+0000');
      const configuration = { ...before.configuration, ...code, LastModified, RevisionId: randomUUID() };
      if (input.DryRun === true) return toAnswer(configuration);
      const record = { ...before, configuration };
      store.functions.put(of.name, record);
      pool.retire(of.name);
      dropUnusedCode(store, before.configuration.CodeSha256);
      return toAnswer(input.Publish === true ? publish(store, record, {}) : configuration);
    },
  });
}

export function checkRevision(given: string | undefined, current: string): void {
  if (given !== undefined && given !== current)
    throw new AwsError(
      'PreconditionFailedException',
      'The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId',
      412,
    );
}
