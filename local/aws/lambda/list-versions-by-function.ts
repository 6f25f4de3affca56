import { type Operation, operation } from '../../kernel/operation.ts';
import { toAnswer } from './configuration.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, requireFunction } from './function-name.ts';
import { page } from './paging.ts';

export function listVersionsByFunction({ store }: Engine): Operation {
  return operation('lambda', 'ListVersionsByFunction', {
    permissions: ({ FunctionName }, { cloud }) => [
      { action: 'lambda:ListVersionsByFunction', resource: functionArn(cloud, readFunctionName(FunctionName)) },
    ],
    handle(input) {
      const { configuration } = requireFunction(store, readFunctionName(input.FunctionName));
      const published = [...store.versions.values()].filter((one) => one.FunctionName === configuration.FunctionName);
      const { items, NextMarker } = page([configuration, ...published], input);
      return { Versions: items.map(toAnswer), NextMarker };
    },
  });
}
