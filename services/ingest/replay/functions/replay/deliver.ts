import { gzipSync } from 'node:zlib';
import { readEventType } from '../../core/event-type.ts';
import { summaryOf } from '../../core/summary.ts';
import type { WriteNew, WriteObject } from './buckets.ts';
import { replayName } from './facts-of-records.ts';
import type { Deliver } from './failed.ts';

/** Events to raw/events/<event_type>/, as the delivery stream writes them. Lines that are no event stay where they are. */
export function createDeliverEvents(writeRaw: WriteObject): Deliver {
  return async function deliverEvents(chunk) {
    const lines = chunk.records.flatMap(({ data }) => data.toString('utf8').split('\n'));
    const { types, others } = byType(lines.filter((line) => line.trim() !== ''));
    for (const [type, its] of types) {
      const key = `raw/events/${type}/${chunk.folder}/${replayName(chunk)}.json.gz`;
      await writeRaw(key, gzipSync(its.map((line) => `${line}\n`).join('')));
    }
    return summaryOf({ failedAgain: others, objectsWritten: types.size });
  };
}

function byType(lines: readonly string[]): {
  readonly types: ReadonlyMap<string, readonly string[]>;
  readonly others: number;
} {
  const types = new Map<string, string[]>();
  let others = 0;
  for (const line of lines) {
    const type = readEventType(line);
    const known = type === undefined ? undefined : types.get(type);
    if (type === undefined) others += 1;
    else if (known === undefined) types.set(type, [line]);
    else known.push(line);
  }
  return { types, others };
}

/**
 * Log data to raw/logs/<source>/, untouched, one record after another. Once: a second version would only have the same parsed again.
 */
export function createDeliverLogs(writeNewRaw: WriteNew): Deliver {
  return async function deliverLogs(chunk) {
    const [, , source = ''] = chunk.object.key.split('/');
    const key = `raw/logs/${source}/${chunk.folder}/${replayName(chunk)}`;
    return summaryOf({
      objectsWritten: (await writeNewRaw(key, Buffer.concat(chunk.records.map(({ data }) => data)))) ? 1 : 0,
    });
  };
}
