import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';
import { integer } from './scalar.ts';

const destination = z.strictObject({ Destination: z.string() });
const schema = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: integer.optional(),
  MaximumEventAgeInSeconds: integer.optional(),
  DestinationConfig: z
    .strictObject({ OnFailure: destination.optional(), OnSuccess: destination.optional() })
    .optional(),
});

type Properties = z.infer<typeof schema>;

/** $LATEST is what a call without a qualifier runs, and its configuration is found under the bare name. */
function named({ FunctionName, Qualifier }: Pick<Properties, 'FunctionName' | 'Qualifier'>) {
  return Qualifier === '$LATEST' ? { FunctionName } : { FunctionName, Qualifier };
}

async function put(properties: Properties, { cloud, caller }: Context): Promise<void> {
  const { FunctionName, Qualifier, ...settings } = properties;
  const input = { ...named({ FunctionName, Qualifier }), ...settings };
  await cloud.call(caller, 'lambda', 'PutFunctionEventInvokeConfig', input);
}

/** How asynchronous events of a function are retried, and where they end. */
export const eventInvokeConfigResource = resourceType('AWS::Lambda::EventInvokeConfig', {
  schema,
  replaceOn: ['FunctionName', 'Qualifier'],
  async create(properties, request, context) {
    await put(properties, context);
    return { physicalId: request.generatedName, attributes: {} };
  },
  async update(current, properties, _request, context) {
    await put(properties, context);
    return current;
  },
  async remove(_current, properties, { cloud, caller }) {
    await cloud.call(caller, 'lambda', 'DeleteFunctionEventInvokeConfig', named(properties));
  },
});
