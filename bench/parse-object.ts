import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createLineReaders } from '@tributary/ingest/logs/core/haproxy/line-readers.ts';
import { readSettings } from '@tributary/ingest/logs/core/haproxy/settings.ts';
import { createParseLogs } from '@tributary/ingest/logs/parsing/parse-logs.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';

export const captures = { request: ['host', 'user-agent', 'x-integration'], response: ['content-type', 'x-cache'] };

const isNote = (key: string): boolean => key.startsWith('attempts/');

export type ParseObject = (file: string) => Promise<{ readonly requests: number; readonly bytesOut: number }>;

/** parse-logs as it runs on Lambda, made once a process: each object, in a file, becomes Parquet that is counted and let go. */
export function createParseObject(): ParseObject {
  let bytesOut = 0;
  const notes = new Map<string, string>();
  const parseLogs = createParseLogs({
    readers: createLineReaders(readSettings({ frontends: { www: captures, 'www-plain': captures } })),
    salvage: createSalvage(),
    lake: {
      write: async (key, body) => {
        bytesOut += body.length;
        if (isNote(key)) notes.set(key, `${body}`);
      },
      writeNew: async (key, body) => {
        if (notes.has(key)) return false;
        notes.set(key, `${body}`);
        return true;
      },
      readText: async (key) => notes.get(key) ?? '',
      list: async () => [],
      remove: async (key) => {
        notes.delete(key);
      },
    },
    sendEvents: async () => undefined,
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/bench/',
  });
  return async (file) => {
    const input = openSync(file, 'r');
    const size = fstatSync(input).size;
    bytesOut = 0;
    const { receipts } = await parseLogs({
      source: { bucket: 'raw', key: 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/object' },
      object: {
        versionId: 'v1',
        which: 'v1',
        modifiedAt: Date.now(),
        otherVersions: async () => [],
        readRange: async (offset, length) => {
          const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
          readSync(input, bytes, 0, bytes.length, offset);
          return { bytes, size };
        },
      },
      remainingMs: () => 900_000,
    });
    closeSync(input);
    return { requests: receipts.reduce((sum, { requests }) => sum + requests, 0), bytesOut };
  };
}
