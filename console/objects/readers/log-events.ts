import * as z from 'zod/mini';
import type { Cell, GridColumn } from '../../parts/grid.tsx';
import type { Sheet } from '../sheet.ts';
import { jsonValues } from './json-values.ts';

/** What a subscription of CloudWatch Logs sends: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
const envelope = z.object({
  messageType: z.string(),
  logGroup: z.string(),
  logStream: z.string(),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.number(), message: z.string() })),
});

const columns: readonly GridColumn[] = [
  { name: 'message type' },
  { name: 'log group' },
  { name: 'log stream' },
  { name: 'time (UTC)' },
  { name: 'message' },
  { name: 'id' },
];

/** The lines of the envelopes of CloudWatch Logs in a text; undefined where anything else is in it. */
export function readLogEvents(text: string): Sheet | undefined {
  const { values, broken } = jsonValues(text, 100_000);
  if (values.length === 0 || broken.length > 0) return undefined;
  const rows: Cell[][] = [];
  for (const { from, to } of values) {
    const { success, data } = envelope.safeParse(JSON.parse(text.slice(from, to)));
    if (!success) return undefined;
    for (const { id, timestamp, message } of data.logEvents)
      rows.push([data.messageType, data.logGroup, data.logStream, timeOf(timestamp), message, id]);
  }
  return { columns, rows, notes: [] };
}

function timeOf(timestamp: number): string {
  const time = new Date(timestamp);
  return Number.isNaN(time.getTime()) ? String(timestamp) : time.toISOString().replace('T', ' ').replace('Z', '');
}
