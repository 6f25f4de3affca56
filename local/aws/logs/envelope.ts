import { gzipSync } from 'node:zlib';
import type { LogEvent } from './event-files.ts';
import type { SubscriptionFilter } from './store.ts';

/** A subscription's message as CloudWatch Logs sends it, compressed. */
export function dataMessage(
  owner: string,
  filter: SubscriptionFilter,
  logStream: string,
  events: readonly LogEvent[],
): Buffer {
  const envelope = {
    messageType: 'DATA_MESSAGE',
    owner,
    logGroup: filter.group,
    logStream,
    subscriptionFilters: [filter.name],
    logEvents: events.map(({ id, timestamp, message }) => ({ id, timestamp, message })),
  };
  return gzipSync(JSON.stringify(envelope));
}

/** What is sent first, to see whether the destination can be reached. */
export function controlMessage(destination: string, timestamp: number): Buffer {
  const message = `CWL CONTROL MESSAGE: Checking health of destination ${destination}.`;
  const envelope = {
    messageType: 'CONTROL_MESSAGE',
    owner: 'CloudwatchLogs',
    logGroup: '',
    logStream: '',
    subscriptionFilters: [],
    logEvents: [{ id: '', timestamp, message }],
  };
  return gzipSync(JSON.stringify(envelope));
}
