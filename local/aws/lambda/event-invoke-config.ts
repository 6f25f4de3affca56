import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { checkDestination } from './destination.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, resolveConfiguration } from './function-name.ts';
import type { EventInvokeConfig } from './store.ts';

type Named = { readonly FunctionName?: string | undefined; readonly Qualifier?: string | undefined };

function arnOf(cloud: Engine['cloud'], input: Named): string {
  return functionArn(cloud, readFunctionName(input.FunctionName, input.Qualifier));
}

export function putFunctionEventInvokeConfig({ store }: Engine): Operation {
  return operation('lambda', 'PutFunctionEventInvokeConfig', {
    permissions: (input, { cloud }) => [
      { action: 'lambda:PutFunctionEventInvokeConfig', resource: arnOf(cloud, input) },
    ],
    handle(input, { cloud }) {
      resolveConfiguration(store, readFunctionName(input.FunctionName, input.Qualifier));
      checkDestination(input.DestinationConfig?.OnFailure?.Destination);
      checkDestination(input.DestinationConfig?.OnSuccess?.Destination);
      const { FunctionName: _name, Qualifier: _qualifier, ...settings } = input;
      const FunctionArn = arnOf(cloud, input);
      const config = { ...settings, FunctionArn, LastModified: cloud.clock.now() };
      store.eventInvokeConfigs.put(FunctionArn, config);
      return answer(config);
    },
  });
}

export function getFunctionEventInvokeConfig({ store }: Engine): Operation {
  return operation('lambda', 'GetFunctionEventInvokeConfig', {
    permissions: (input, { cloud }) => [
      { action: 'lambda:GetFunctionEventInvokeConfig', resource: arnOf(cloud, input) },
    ],
    handle: (input, { cloud }) =>
      answer(required(store.eventInvokeConfigs.get(arnOf(cloud, input)), arnOf(cloud, input))),
  });
}

export function deleteFunctionEventInvokeConfig({ store }: Engine): Operation {
  return operation('lambda', 'DeleteFunctionEventInvokeConfig', {
    permissions: (input, { cloud }) => [
      { action: 'lambda:DeleteFunctionEventInvokeConfig', resource: arnOf(cloud, input) },
    ],
    handle(input, { cloud }) {
      const arn = arnOf(cloud, input);
      required(store.eventInvokeConfigs.get(arn), arn);
      store.eventInvokeConfigs.delete(arn);
      return {};
    },
  });
}

function required(config: EventInvokeConfig | undefined, arn: string): EventInvokeConfig {
  if (config === undefined)
    throw new AwsError('ResourceNotFoundException', `The function ${arn} doesn't have an EventInvokeConfig`, 404);
  return config;
}

function answer(config: EventInvokeConfig) {
  return { ...config, LastModified: new Date(config.LastModified) };
}
