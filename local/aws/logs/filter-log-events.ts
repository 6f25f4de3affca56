import { type Operation, operation } from '../../kernel/operation.ts';
import { within } from './get-log-events.ts';
import { page } from './paging.ts';
import type { LogParts } from './parts.ts';
import { readPattern } from './pattern/pattern.ts';
import {
  type Group,
  groupArn,
  groupNameOf,
  type LogStore,
  requireGroup,
  requireStream,
  type Stream,
  streamsOf,
} from './store.ts';

const maxEvents = 10_000;

export function filterLogEvents({ store }: LogParts): Operation {
  return operation('logs', 'FilterLogEvents', {
    permissions: ({ logGroupName, logGroupIdentifier }, { cloud }) => [
      {
        action: 'logs:FilterLogEvents',
        resource: `${groupArn(cloud, groupNameOf(logGroupName ?? logGroupIdentifier))}:*`,
      },
    ],
    handle(input, { cloud }) {
      const group = requireGroup(store, input.logGroupName ?? input.logGroupIdentifier);
      const streams = chosen(store, group, input);
      const isWithin = within(group, input, cloud.clock.now());
      const matches = readPattern(input.filterPattern ?? '');
      const found = streams.flatMap((stream) =>
        [...store.events.all(stream)]
          .filter((event) => isWithin(event) && matches(event.message))
          .map((event) => ({ stream, event })),
      );
      found.sort((a, b) => a.event.timestamp - b.event.timestamp || (a.event.id < b.event.id ? -1 : 1));
      if (input.startFromHead === false) found.reverse();
      const { items, nextToken } = page(found, { limit: maxEvents, ...input });
      return {
        events: items.map(({ stream, event: { id, ...event } }) => ({
          logStreamName: stream.name,
          ...event,
          eventId: id,
        })),
        searchedLogStreams: [],
        nextToken,
      };
    },
  });
}

type Choice = {
  readonly logStreamNames?: readonly string[] | undefined;
  readonly logStreamNamePrefix?: string | undefined;
};

function chosen(store: LogStore, group: Group, { logStreamNames, logStreamNamePrefix = '' }: Choice): Stream[] {
  if (logStreamNames !== undefined) return logStreamNames.map((name) => requireStream(store, group, name));
  return streamsOf(store, group.name).filter(({ name }) => name.startsWith(logStreamNamePrefix));
}
