import type { InputLogEvent, RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { LogEvent } from './event-files.ts';
import type { LogParts } from './parts.ts';
import { type Group, groupArn, requireGroup, requireStream } from './store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const maxBatchBytes = 1_048_576;
const overheadBytes = 26;
const maxSpanMs = 86_400_000;
const tooOldMs = 14 * 86_400_000;
const tooNewMs = 2 * 3_600_000;

export function putLogEvents({ store, eventId, onEvents }: LogParts): Operation {
  return operation('logs', 'PutLogEvents', {
    permissions: ({ logGroupName, logStreamName }, { cloud }) => [
      {
        action: 'logs:PutLogEvents',
        resource: `${groupArn(cloud, logGroupName ?? '')}:log-stream:${logStreamName}`,
      },
    ],
    handle({ logGroupName, logStreamName, logEvents = [] }, { cloud }) {
      const group = requireGroup(store, logGroupName);
      const stream = requireStream(store, group, logStreamName);
      checkBatch(logEvents);
      const now = cloud.clock.now();
      const { accepted, rejected } = divide(logEvents, group, now);
      const events = accepted.map(
        ({ timestamp = now, message = '' }): LogEvent => ({
          id: eventId(timestamp),
          timestamp,
          ingestionTime: now,
          message,
        }),
      );
      if (events.length > 0) {
        store.events.append(stream, events);
        onEvents(stream, events);
      }
      return {
        nextSequenceToken: events.at(-1)?.id ?? eventId(now),
        ...(rejected === undefined ? {} : { rejectedLogEventsInfo: rejected }),
      };
    },
  });
}

function checkBatch(events: readonly InputLogEvent[]): void {
  let before = 0;
  for (const event of events) before = checkEvent(event, before);
  const bytes = events.reduce((sum, { message = '' }) => sum + Buffer.byteLength(message) + overheadBytes, 0);
  if (bytes > maxBatchBytes) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  if (before - (events[0]?.timestamp ?? before) > maxSpanMs)
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
}

function checkEvent({ timestamp = 0 }: InputLogEvent, before: number): number {
  if (timestamp < before) throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  return timestamp;
}

/** The events that are neither too old, nor past the group's retention, nor too new; the batch is in order. */
function divide(events: readonly InputLogEvent[], group: Group, now: number) {
  const count = (isLess: (timestamp: number) => boolean) =>
    events.filter(({ timestamp = 0 }) => isLess(timestamp)).length;
  const tooOld = count((timestamp) => timestamp < now - tooOldMs);
  const expired = count((timestamp) => timestamp < now - (group.retentionInDays ?? 36_500) * 86_400_000);
  const newFrom = count((timestamp) => timestamp <= now + tooNewMs);
  const rejected: RejectedLogEventsInfo = {
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > 0 ? { expiredLogEventEndIndex: expired } : {}),
    ...(newFrom < events.length ? { tooNewLogEventStartIndex: newFrom } : {}),
  };
  return {
    accepted: events.slice(Math.max(tooOld, expired), newFrom),
    rejected: Object.keys(rejected).length === 0 ? undefined : rejected,
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
