import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { page } from './paging.ts';
import type { LogParts } from './parts.ts';
import { dropStream, groupArn, requireGroup, requireStream, streamKey, streamsOf } from './store.ts';

type Named = { readonly logGroupName?: string | undefined; readonly logStreamName?: string | undefined };

function streamArn(cloud: LogParts['cloud'], { logGroupName, logStreamName }: Named): string {
  return `${groupArn(cloud, logGroupName ?? '')}:log-stream:${logStreamName ?? ''}`;
}

export function createLogStream({ store }: LogParts): Operation {
  return operation('logs', 'CreateLogStream', {
    permissions: (input, { cloud }) => [{ action: 'logs:CreateLogStream', resource: streamArn(cloud, input) }],
    handle({ logGroupName, logStreamName = '' }, { cloud }) {
      const group = requireGroup(store, logGroupName);
      if (!/^[^:*]{1,512}$/.test(logStreamName))
        throw new AwsError('InvalidParameterException', `Invalid log stream name: ${logStreamName}`);
      const key = streamKey(group.name, logStreamName);
      if (store.streams.has(key))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      store.streams.put(key, { group: group.name, name: logStreamName, creationTime: cloud.clock.now() });
      return {};
    },
  });
}

export function deleteLogStream({ store }: LogParts): Operation {
  return operation('logs', 'DeleteLogStream', {
    permissions: (input, { cloud }) => [{ action: 'logs:DeleteLogStream', resource: streamArn(cloud, input) }],
    handle({ logGroupName, logStreamName }) {
      dropStream(store, requireStream(store, requireGroup(store, logGroupName), logStreamName));
      return {};
    },
  });
}

export function describeLogStreams({ store }: LogParts): Operation {
  return operation('logs', 'DescribeLogStreams', {
    permissions: ({ logGroupName, logGroupIdentifier }, { cloud }) => [
      {
        action: 'logs:DescribeLogStreams',
        resource: `${groupArn(cloud, logGroupName ?? logGroupIdentifier ?? '')}:log-stream:`,
      },
    ],
    handle(input, { cloud }) {
      const group = requireGroup(store, input.logGroupName ?? input.logGroupIdentifier);
      const { logStreamNamePrefix: prefix = '', orderBy, descending } = input;
      const found = streamsOf(store, group.name)
        .filter(({ name }) => name.startsWith(prefix))
        .map((stream) => ({ stream, ...store.events.summary(stream) }));
      if (orderBy === 'LastEventTime') found.sort((a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0));
      else found.sort((a, b) => (a.stream.name < b.stream.name ? -1 : 1));
      if (descending === true) found.reverse();
      const { items, nextToken } = page(found, input);
      const logStreams = items.map(({ stream, bytes: _bytes, ...times }) => ({
        logStreamName: stream.name,
        creationTime: stream.creationTime,
        arn: streamArn(cloud, { logGroupName: group.name, logStreamName: stream.name }),
        storedBytes: 0,
        ...times,
      }));
      return { logStreams, nextToken };
    },
  });
}
