import { isLoadFile } from '../../../changes/core/files/change-file.ts';
import { isArchived, objectCreatedAgain } from '../../core/object-created.ts';
import type { Position } from '../../core/request.ts';
import { isIn, type OpenRange } from '../../core/scans.ts';
import { summaryOf } from '../../core/summary.ts';
import { type Found, type ListVersions, scan } from './scan.ts';
import type { SendMessages } from './send-messages.ts';
import type { Unit, Units } from './unit.ts';

export type RawDbDeps = { readonly listRaw: ListVersions; readonly sendToLand: SendMessages };

export type RawDb = OpenRange & { readonly key: string };

type Mode = { readonly run: string; readonly go: boolean };

// SendMessageBatch takes ten.
const batchSize = 10;

/** Listed objects after which a step can end, wanted or not. */
const mostListed = 1000;

/**
 * Sends objects of raw/db to land-changes once more, in whatever order: of a file of a load each version, which is one of its own; of others the
 * newest, also below a delete marker, as land-changes reads them. Its folders name no hours: the range is that of the versions' arrival.
 */
export function rawDbUnits({ listRaw, sendToLand }: RawDbDeps, work: RawDb, mode: Mode): Units {
  return async function* units(after) {
    const found = scan(listRaw, [{ prefix: work.key, after: '' }], after);
    for await (const { objects, upTo } of inBatches(wanted(found, work, after?.key))) yield unitOf(objects, upTo);
  };

  function unitOf(objects: readonly Found['object'][], upTo: Position): Unit {
    const readable = objects.filter((object) => !isArchived(object));
    return {
      upTo,
      work: async () => {
        if (mode.go && readable.length > 0)
          await sendToLand(readable.map((object) => objectCreatedAgain(object, mode.run)));
        return summaryOf({
          objects: objects.length,
          bytes: objects.reduce((sum, { size }) => sum + size, 0),
          archived: objects.length - readable.length,
          messagesSent: readable.length,
        });
      },
    };
  }
}

type Looked = Found & { readonly isWanted: boolean };

/** A listing has the newest version of a key first; `before`: the key that it begins behind. */
async function* wanted(versions: AsyncIterable<Found>, range: OpenRange, before?: string): AsyncGenerator<Looked> {
  let keyBefore = before;
  for await (const found of versions) {
    const { key, modifiedAt } = found.object;
    const isOfItsOwn = key !== keyBefore || isLoadFile(key);
    keyBefore = key;
    yield { ...found, isWanted: isOfItsOwn && isIn(new Date(modifiedAt), range) };
  }
}

type Batch = { readonly objects: readonly Found['object'][]; readonly upTo: Position };

async function* inBatches(looked: AsyncIterable<Looked>): AsyncGenerator<Batch> {
  let objects: Found['object'][] = [];
  let listed = 0;
  let last: Position | undefined;
  for await (const { object, upTo, isWanted } of looked) {
    if (isWanted) objects.push(object);
    listed += 1;
    last = upTo;
    if (objects.length < batchSize && listed < mostListed) continue;
    yield { objects, upTo };
    objects = [];
    listed = 0;
  }
  if (last !== undefined && objects.length > 0) yield { objects, upTo: last };
}
