import { type Operation, operation } from '../../kernel/operation.ts';
import { toAnswer } from './configuration.ts';
import type { Engine } from './engine.ts';
import { page } from './paging.ts';

export function listFunctions({ store }: Engine): Operation {
  return operation('lambda', 'ListFunctions', {
    permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    handle(input) {
      const latest = [...store.functions.values()].map((record) => record.configuration);
      const all = input.FunctionVersion === 'ALL' ? [...latest, ...store.versions.values()] : latest;
      const { items, NextMarker } = page(
        all.sort((a, b) => (a.FunctionArn < b.FunctionArn ? -1 : 1)),
        input,
      );
      return { Functions: items.map(toAnswer), NextMarker };
    },
  });
}
