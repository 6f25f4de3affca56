import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { LogEvent } from './event-files.ts';
import type { LogParts } from './parts.ts';
import { type Group, groupArn, groupNameOf, requireGroup, requireStream } from './store.ts';

const maxEvents = 10_000;
const maxBytes = 1_048_576;

export function getLogEvents({ store }: LogParts): Operation {
  return operation('logs', 'GetLogEvents', {
    permissions: ({ logGroupName, logGroupIdentifier, logStreamName }, { cloud }) => [
      {
        action: 'logs:GetLogEvents',
        resource: `${groupArn(cloud, groupNameOf(logGroupName ?? logGroupIdentifier))}:log-stream:${logStreamName}`,
      },
    ],
    handle(input, { cloud }) {
      const group = requireGroup(store, input.logGroupName ?? input.logGroupIdentifier);
      const stream = requireStream(store, group, input.logStreamName);
      const wanted = within(group, input, cloud.clock.now());
      const all = [...store.events.all(stream)].filter(wanted).sort((a, b) => a.timestamp - b.timestamp);
      const limit = Math.min(input.limit ?? maxEvents, maxEvents);
      const { from, to } = range(all, input, limit);
      return {
        events: all
          .slice(from, to)
          .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
        nextForwardToken: `f/${String(to).padStart(56, '0')}`,
        nextBackwardToken: `b/${String(from).padStart(56, '0')}`,
      };
    },
  });
}

type Asked = { readonly startTime?: number | undefined; readonly endTime?: number | undefined };

/** Whether an event lies in the time asked for and within the group's retention. */
export function within(group: Group, { startTime = 0, endTime }: Asked, now: number) {
  const kept = group.retentionInDays === undefined ? 0 : now - group.retentionInDays * 86_400_000;
  const from = Math.max(startTime, kept);
  return ({ timestamp }: LogEvent) => timestamp >= from && (endTime === undefined || timestamp < endTime);
}

type Start = { readonly nextToken?: string | undefined; readonly startFromHead?: boolean | undefined };

/** From where, and which way, a page of the events goes. */
function startOf(count: number, { nextToken, startFromHead = false }: Start) {
  if (nextToken === undefined) return { forward: startFromHead, start: startFromHead ? 0 : count };
  const token = /^([fb])\/(\d+)$/.exec(nextToken);
  if (token === null) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  return { forward: token[1] === 'f', start: Math.min(Number(token[2]), count) };
}

function range(all: readonly LogEvent[], asked: Start, limit: number) {
  const { forward, start } = startOf(all.length, asked);
  const ahead = forward ? all.slice(start, start + limit) : all.slice(Math.max(0, start - limit), start).reverse();
  let bytes = 0;
  const tooMuch = ahead.findIndex((event) => {
    bytes += Buffer.byteLength(event.message) + 26;
    return bytes > maxBytes;
  });
  const count = tooMuch < 0 ? ahead.length : tooMuch;
  return forward ? { from: start, to: start + count } : { from: start - count, to: start };
}
