import { randomUUID } from 'node:crypto';
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, resolveConfiguration } from './function-name.ts';
import type { LambdaStore } from './store.ts';

type Named = { readonly FunctionName?: string | undefined; readonly Name?: string | undefined };

function find(store: LambdaStore, input: Named) {
  const { name } = readFunctionName(input.FunctionName);
  const key = `${name}:${input.Name}`;
  const alias = store.aliases.get(key);
  if (alias === undefined) throw new AwsError('ResourceNotFoundException', `Alias not found: ${key}`, 404);
  return { key, alias };
}

const required =
  (action: string) =>
  (input: Named, { cloud }: Pick<Engine, 'cloud'>) => [
    { action, resource: functionArn(cloud, readFunctionName(input.FunctionName)) },
  ];

export function createAlias({ store }: Engine): Operation {
  return operation('lambda', 'CreateAlias', {
    permissions: required('lambda:CreateAlias'),
    handle(input, { cloud }): AliasConfiguration {
      if (input.RoutingConfig?.AdditionalVersionWeights !== undefined) throw notCovered('weighted Lambda aliases');
      const { name } = readFunctionName(input.FunctionName);
      const { FunctionVersion = '$LATEST', Name = '', Description = '' } = input;
      const AliasArn = functionArn(cloud, { name, qualifier: Name });
      if (store.aliases.has(`${name}:${Name}`))
        throw new AwsError('ResourceConflictException', `Alias already exists: ${AliasArn}`, 409);
      resolveConfiguration(store, { name, qualifier: FunctionVersion });
      const alias = { AliasArn, Name, FunctionVersion, Description, RevisionId: randomUUID() };
      store.aliases.put(`${name}:${Name}`, alias);
      return alias;
    },
  });
}

export function updateAlias({ store, pool }: Engine): Operation {
  return operation('lambda', 'UpdateAlias', {
    permissions: required('lambda:UpdateAlias'),
    handle(input): AliasConfiguration {
      if (input.RoutingConfig?.AdditionalVersionWeights !== undefined) throw notCovered('weighted Lambda aliases');
      const { key, alias } = find(store, input);
      const { name } = readFunctionName(input.FunctionName);
      const FunctionVersion = input.FunctionVersion ?? alias.FunctionVersion;
      resolveConfiguration(store, { name, qualifier: FunctionVersion });
      const Description = input.Description ?? alias.Description ?? '';
      const changed = { ...alias, FunctionVersion, Description, RevisionId: randomUUID() };
      store.aliases.put(key, changed);
      pool.retire(name);
      return changed;
    },
  });
}

export function getAlias({ store }: Engine): Operation {
  return operation('lambda', 'GetAlias', {
    permissions: required('lambda:GetAlias'),
    handle: (input): AliasConfiguration => find(store, input).alias,
  });
}

export function deleteAlias({ store }: Engine): Operation {
  return operation('lambda', 'DeleteAlias', {
    permissions: required('lambda:DeleteAlias'),
    handle(input) {
      const { name } = readFunctionName(input.FunctionName);
      store.aliases.delete(`${name}:${input.Name}`);
      return {};
    },
  });
}
