import type { ListedObject } from '../../core/object-created.ts';
import { isArchived, objectCreatedAgain } from '../../core/object-created.ts';
import type { Position } from '../../core/request.ts';
import { hourScans, type Scan } from '../../core/scans.ts';
import { summaryOf } from '../../core/summary.ts';
import { type Found, type ListVersions, scan } from './scan.ts';
import type { SendMessages } from './send-messages.ts';
import type { Unit, Units } from './unit.ts';

export type RawLogsDeps = { readonly listRaw: ListVersions; readonly sendToParse: SendMessages };

export type RawLogs =
  | { readonly what: 'raw-logs'; readonly source: string; readonly from: string; readonly to: string }
  | { readonly what: 'raw-logs-key'; readonly key: string };

type Run = { readonly run: string; readonly go: boolean };

// SendMessageBatch takes ten.
const batchSize = 10;

/**
 * Sends objects of raw/logs to parse-logs once more: of each key its newest version, which replaces what was made of it and of those before. A
 * key that was deleted has none.
 */
export function rawLogsUnits(deps: RawLogsDeps, work: RawLogs, { run, go }: Run): Units {
  const scans = work.what === 'raw-logs-key' ? [keyScan(work.key)] : hourScans(`raw/logs/${work.source}/`, work);
  return async function* units(after) {
    let batch: ListedObject[] = [];
    let upTo: Position | undefined;
    for await (const found of newest(scan(deps.listRaw, scans, after))) {
      batch.push(found.object);
      upTo = found.upTo;
      if (batch.length < batchSize) continue;
      yield unitOf(batch, upTo);
      batch = [];
    }
    if (upTo !== undefined && batch.length > 0) yield unitOf(batch, upTo);
  };

  function unitOf(objects: readonly ListedObject[], upTo: Position): Unit {
    const readable = objects.filter((object) => object.size > 0 && !isArchived(object));
    return {
      upTo,
      work: async () => {
        if (go && readable.length > 0)
          await deps.sendToParse(readable.map((object) => objectCreatedAgain(object, run)));
        return summaryOf({
          objects: objects.length,
          bytes: objects.reduce((sum, { size }) => sum + size, 0),
          archived: objects.filter(isArchived).length,
          messagesSent: readable.length,
        });
      },
    };
  }
}

async function* newest(versions: AsyncIterable<Found>): AsyncGenerator<Found> {
  for await (const found of versions) if (found.object.isLatest) yield found;
}

/** The object of that key, and those below it where it is a folder. */
function keyScan(key: string): Scan {
  return { prefix: key, after: '' };
}
