import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { page } from './paging.ts';
import type { LogParts } from './parts.ts';
import {
  dropStream,
  dropSubscription,
  filterKey,
  type Group,
  groupArn,
  groupNameOf,
  type LogStore,
  metricFiltersOf,
  requireGroup,
  streamsOf,
  subscriptionsOf,
} from './store.ts';

const named = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function createLogGroup({ store }: LogParts): Operation {
  return operation('logs', 'CreateLogGroup', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:CreateLogGroup', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
    ],
    handle({ logGroupName = '', kmsKeyId, tags, logGroupClass = 'STANDARD' }, { cloud }) {
      if (!named.test(logGroupName))
        throw new AwsError('InvalidParameterException', `Invalid log group name: ${logGroupName}`);
      if (/^aws\//i.test(logGroupName))
        throw new AwsError('InvalidParameterException', 'Log groups starting with AWS/ are reserved for AWS.');
      if (store.groups.has(logGroupName))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      store.groups.put(logGroupName, {
        name: logGroupName,
        creationTime: cloud.clock.now(),
        logGroupClass,
        tags: { ...tags },
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      });
      return {};
    },
  });
}

export function deleteLogGroup({ store }: LogParts): Operation {
  return operation('logs', 'DeleteLogGroup', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:DeleteLogGroup', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
    ],
    handle({ logGroupName }) {
      const { name } = requireGroup(store, logGroupName);
      for (const stream of streamsOf(store, name)) dropStream(store, stream);
      for (const filter of subscriptionsOf(store, name)) dropSubscription(store, filter);
      for (const filter of metricFiltersOf(store, name)) store.metricFilters.delete(filterKey(name, filter.name));
      store.groups.delete(name);
      return {};
    },
  });
}

export function describeLogGroups({ store }: LogParts): Operation {
  return operation('logs', 'DescribeLogGroups', {
    permissions: (_input, { cloud }) => [{ action: 'logs:DescribeLogGroups', resource: groupArn(cloud, '*') }],
    handle(input, { cloud }) {
      const { logGroupNamePrefix: prefix = '', logGroupNamePattern: part = '' } = input;
      const wanted = input.logGroupIdentifiers?.map(groupNameOf);
      const found = [...store.groups.values()]
        .filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(part.toLowerCase()))
        .filter(({ name }) => wanted === undefined || wanted.includes(name))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, nextToken } = page(found, input);
      return { logGroups: items.map((group) => toAnswer(store, group, groupArn(cloud, group.name))), nextToken };
    },
  });
}

function toAnswer(store: LogStore, group: Group, arn: string) {
  const bytes = streamsOf(store, group.name).reduce((sum, stream) => sum + store.events.summary(stream).bytes, 0);
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    metricFilterCount: metricFiltersOf(store, group.name).length,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: bytes,
    logGroupClass: group.logGroupClass,
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
  };
}

export function putRetentionPolicy({ store }: LogParts): Operation {
  return operation('logs', 'PutRetentionPolicy', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:PutRetentionPolicy', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
    ],
    handle({ logGroupName, retentionInDays = 0 }) {
      const group = requireGroup(store, logGroupName);
      if (!retentions.includes(retentionInDays))
        throw new AwsError(
          'InvalidParameterException',
          `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentions.join(', ')}]`,
        );
      store.groups.put(group.name, { ...group, retentionInDays });
      return {};
    },
  });
}

export function deleteRetentionPolicy({ store }: LogParts): Operation {
  return operation('logs', 'DeleteRetentionPolicy', {
    permissions: ({ logGroupName }, { cloud }) => [
      { action: 'logs:DeleteRetentionPolicy', resource: `${groupArn(cloud, logGroupName ?? '')}:*` },
    ],
    handle({ logGroupName }) {
      const { retentionInDays: _dropped, ...group } = requireGroup(store, logGroupName);
      store.groups.put(group.name, group);
      return {};
    },
  });
}
