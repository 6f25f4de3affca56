import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';
import { groupFilter } from './group-filter.ts';

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
  ...groupFilter({
    put,
    remove: (filter, { cloud, caller }) => cloud.call(caller, 'logs', 'DeleteSubscriptionFilter', filter),
  }),
});
