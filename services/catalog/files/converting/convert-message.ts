import { readObjectMessage } from '@tributary/shared/objects/object-message.ts';
import type { OpenRaw } from '@tributary/shared/objects/raw-objects.ts';
import type { Declarations } from '../core/declaration/files.ts';
import { filePlaceOf } from '../core/place.ts';
import type { ConvertFile, ConvertFileResult } from './convert-file.ts';
import { MovedError } from './moved-error.ts';
import type { FindTarget, TargetTable } from './target-table.ts';

export type ConvertMessageDeps = {
  readonly declarations: Declarations;
  readonly open: OpenRaw;
  readonly findTarget: FindTarget;
  readonly convertFile: ConvertFile;
  /** Puts a message into the function's own queue. */
  readonly send: (body: string) => Promise<void>;
};

/** What became of a message: `no table` where the key is in none; `moved` where its table is another by now; undefined where what it told of is gone. */
export type Converted = ConvertFileResult | 'no table' | 'moved' | undefined;

/** Converts the file that a message names, as it is now: events come late, twice and in any order. */
export function createConvertMessage(deps: ConvertMessageDeps) {
  const { declarations, open, findTarget, convertFile, send } = deps;
  return async function convertMessage(body: unknown, remainingMs: () => number): Promise<Converted> {
    const { source: told, fromOf, offset, nextMessage } = readObjectMessage(body);
    const source = { bucket: told.bucket, key: told.key };
    const place = filePlaceOf(source.key, declarations);
    if (place === undefined) return 'no table';
    const object = await open(source, offset);
    if (object === undefined) return undefined;
    const target = await findTarget(place.table);
    const result = await unlessMoved(convertFile({ source, object, place, target, from: fromOf(object), remainingMs }));
    const isMoved = result === 'moved' || !isSame(await findTarget(place.table), target);
    // Its types were made anew meanwhile, and nobody reads what was written.
    if (isMoved || result.isSuperseded) await send(nextMessage());
    else if (result.rest !== undefined) await send(nextMessage({ ...result.rest, which: object.which }));
    return result;
  };
}

function isSame(one: TargetTable, other: TargetTable): boolean {
  return one.name === other.name && one.generation === other.generation;
}

async function unlessMoved(converting: Promise<ConvertFileResult>): Promise<ConvertFileResult | 'moved'> {
  try {
    return await converting;
  } catch (error) {
    if (error instanceof MovedError) return 'moved';
    throw error;
  }
}
