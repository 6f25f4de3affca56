import { createLineReaders } from '@tributary/ingest/logs/core/haproxy/line-readers.ts';
import { readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { createParseLogs } from '@tributary/ingest/logs/parsing/parse-logs.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import { createCountedLake } from './counted-lake.ts';
import { withFileObject } from './file-object.ts';

export const captures = { request: ['host', 'user-agent', 'x-integration'], response: ['content-type', 'x-cache'] };

export type ParseObject = (file: string) => Promise<{ readonly requests: number; readonly bytesOut: number }>;

/** parse-logs as it runs on Lambda, made once a process: each object, in a file, becomes Parquet that is counted and let go. */
export function createParseObject(): ParseObject {
  const { lake, takeBytes } = createCountedLake();
  const parseLogs = createParseLogs({
    readers: createLineReaders(readSettings({ frontends: { www: captures, 'www-plain': captures } })),
    salvage: createSalvage(),
    lake,
    sendEvents: async () => undefined,
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/bench/',
  });
  return async (file) => {
    const source = { bucket: 'raw', key: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/object' };
    const { receipts } = await withFileObject(file, (object) =>
      parseLogs({ source, object, remainingMs: () => 900_000 }),
    );
    return { requests: receipts.reduce((sum, { requests }) => sum + requests, 0), bytesOut: takeBytes() };
  };
}
