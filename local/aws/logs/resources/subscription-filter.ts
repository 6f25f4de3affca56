import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  LogGroupName: z.string(),
  FilterName: z.string().optional(),
  FilterPattern: z.string(),
  DestinationArn: z.string(),
  RoleArn: z.string().optional(),
  Distribution: z.enum(['Random', 'ByLogStream']).optional(),
});

type Properties = z.infer<typeof schema>;

async function put(filterName: string, properties: Properties, { cloud, caller }: Context): Promise<void> {
  const { LogGroupName, FilterPattern, DestinationArn, RoleArn, Distribution } = properties;
  await cloud.call(caller, 'logs', 'PutSubscriptionFilter', {
    logGroupName: LogGroupName,
    filterName,
    filterPattern: FilterPattern,
    destinationArn: DestinationArn,
    ...(RoleArn === undefined ? {} : { roleArn: RoleArn }),
    ...(Distribution === undefined ? {} : { distribution: Distribution }),
  });
}

/** A log group's way to a delivery stream, a stream or a function. */
export const subscriptionFilterResource = resourceType('AWS::Logs::SubscriptionFilter', {
  schema,
  replaceOn: ['LogGroupName', 'FilterName'],
  async create(properties, request, context) {
    const name = properties.FilterName ?? request.generatedName;
    await put(name, properties, context);
    return { physicalId: name, attributes: {} };
  },
  async update(current, properties, _request, context) {
    await put(current.physicalId, properties, context);
    return current;
  },
  async remove(current, { LogGroupName }, { cloud, caller }) {
    await cloud.call(caller, 'logs', 'DeleteSubscriptionFilter', {
      logGroupName: LogGroupName,
      filterName: current.physicalId,
    });
  },
});
