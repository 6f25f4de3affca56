import type { PutSubscriptionFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { tryDestination } from './destination.ts';
import { page } from './paging.ts';
import type { LogParts } from './parts.ts';
import { readPattern } from './pattern/pattern.ts';
import {
  cursorKey,
  dropSubscription,
  filterKey,
  groupArn,
  type LogStore,
  requireGroup,
  type SubscriptionFilter,
  streamsOf,
  subscriptionsOf,
} from './store.ts';

const maxFilters = 2;

export function putSubscriptionFilter({ store }: LogParts): Operation {
  return operation('logs', 'PutSubscriptionFilter', {
    permissions: ({ logGroupName, roleArn }, { cloud }) => [
      { action: 'logs:PutSubscriptionFilter', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
      ...(roleArn === undefined
        ? []
        : [
            {
              action: 'iam:PassRole',
              resource: roleArn,
              conditions: { 'iam:PassedToService': 'logs.amazonaws.com' },
            },
          ]),
    ],
    async handle(input, { cloud }) {
      const { logGroupClass } = requireGroup(store, input.logGroupName);
      if (logGroupClass === 'INFREQUENT_ACCESS')
        throw new AwsError(
          'InvalidOperationException',
          'Subscription filters are not supported in log groups of the class INFREQUENT_ACCESS.',
        );
      const filter = readFilter(input, requireGroup(store, input.logGroupName).name, cloud.clock.now());
      const others = subscriptionsOf(store, filter.group).filter(({ name }) => name !== filter.name);
      if (others.length >= maxFilters) throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
      await tryDestination(cloud, filter);
      const key = filterKey(filter.group, filter.name);
      if (!store.subscriptions.has(key)) beginAtEnd(store, filter);
      store.subscriptions.put(key, filter);
      return {};
    },
  });
}

function readFilter(input: PutSubscriptionFilterRequest, group: string, creationTime: number): SubscriptionFilter {
  for (const key of ['applyOnTransformedLogs', 'fieldSelectionCriteria', 'emitSystemFields'] as const)
    if (input[key] !== undefined && input[key] !== false) throw notCovered(`the subscription filter setting ${key}`);
  const { filterName = '', filterPattern = '', destinationArn = '', roleArn, distribution = 'ByLogStream' } = input;
  if (!/^[^:*\s]{1,512}$/.test(filterName))
    throw new AwsError('InvalidParameterException', `Invalid filter name: ${filterName}`);
  readPattern(filterPattern);
  const role = roleArn === undefined ? {} : { roleArn };
  return { group, name: filterName, pattern: filterPattern, destinationArn, ...role, distribution, creationTime };
}

/** A new filter hears of what comes from now on, also in streams that exist already. */
function beginAtEnd(store: LogStore, filter: SubscriptionFilter): void {
  for (const stream of streamsOf(store, filter.group))
    store.cursors.put(cursorKey(filter, stream.name), store.events.end(stream));
}

export function describeSubscriptionFilters({ store }: LogParts): Operation {
  return operation('logs', 'DescribeSubscriptionFilters', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:DescribeSubscriptionFilters', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
    ],
    handle(input) {
      const group = requireGroup(store, input.logGroupName);
      const prefix = input.filterNamePrefix ?? '';
      const found = subscriptionsOf(store, group.name).filter(({ name }) => name.startsWith(prefix));
      const { items, nextToken } = page(found, input);
      return { subscriptionFilters: items.map(toAnswer), nextToken };
    },
  });
}

export function deleteSubscriptionFilter({ store }: LogParts): Operation {
  return operation('logs', 'DeleteSubscriptionFilter', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:DeleteSubscriptionFilter', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
    ],
    handle({ logGroupName, filterName }) {
      const group = requireGroup(store, logGroupName);
      const filter = store.subscriptions.get(filterKey(group.name, filterName ?? ''));
      if (filter === undefined)
        throw new AwsError('ResourceNotFoundException', 'The specified subscription filter does not exist.');
      dropSubscription(store, filter);
      return {};
    },
  });
}

function toAnswer({ group, name, pattern, ...filter }: SubscriptionFilter) {
  return { logGroupName: group, filterName: name, filterPattern: pattern, ...filter };
}
