import { type Operation, operation } from '../../kernel/operation.ts';
import { codeFolder } from './code.ts';
import { toAnswer } from './configuration.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, requireFunction, resolveConfiguration } from './function-name.ts';

export function getFunction({ store }: Engine): Operation {
  return operation('lambda', 'GetFunction', {
    permissions: ({ FunctionName, Qualifier }, { cloud }) => [
      { action: 'lambda:GetFunction', resource: functionArn(cloud, readFunctionName(FunctionName, Qualifier)) },
    ],
    handle({ FunctionName, Qualifier }) {
      const of = readFunctionName(FunctionName, Qualifier);
      const configuration = resolveConfiguration(store, of);
      const { tags, reservedConcurrency } = requireFunction(store, of);
      return {
        Configuration: toAnswer(configuration),
        Code: { RepositoryType: 'S3', Location: `file://${codeFolder(store, configuration.CodeSha256)}` },
        ...(Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } }),
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      };
    },
  });
}

export function getFunctionConfiguration({ store }: Engine): Operation {
  return operation('lambda', 'GetFunctionConfiguration', {
    permissions: ({ FunctionName, Qualifier }, { cloud }) => [
      {
        action: 'lambda:GetFunctionConfiguration',
        resource: functionArn(cloud, readFunctionName(FunctionName, Qualifier)),
      },
    ],
    handle: ({ FunctionName, Qualifier }) =>
      toAnswer(resolveConfiguration(store, readFunctionName(FunctionName, Qualifier))),
  });
}
