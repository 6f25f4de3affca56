import { readObjectMessage } from '@tributary/shared/objects/object-message.ts';
import type { Changes } from '../core/declaration/changes.ts';
import { changeFileOf } from '../core/files/change-file.ts';
import type { FindArrival } from './arrivals.ts';
import type { LandRequest, LandResult } from './land-file.ts';

export type LandMessageDeps = {
  readonly changes: Changes;
  readonly findArrival: FindArrival;
  readonly landFile: (request: LandRequest) => Promise<LandResult>;
  /** Of a key in no folder of a declared table: says so, where somebody sees it. */
  readonly tellUndeclared: (bucket: string, key: string) => Promise<void>;
  /** Puts a message into the function's own queue. */
  readonly send: (body: string) => Promise<void>;
};

/** What became of a message; undefined where what it told of is gone. */
export type Landed = LandResult | 'undeclared' | undefined;

/** Lands the file that a message names: events come late, twice and in any order, and what S3 says of the versions says what belongs where. */
export function createLandMessage({ changes, findArrival, landFile, tellUndeclared, send }: LandMessageDeps) {
  return async function landMessage(body: unknown, remainingMs: () => number): Promise<Landed> {
    const { source, fromOf, offset, nextMessage } = readObjectMessage(body);
    const declared = changeFileOf(changes, source.key);
    if (declared === undefined) {
      await tellUndeclared(source.bucket, source.key);
      return 'undeclared';
    }
    const arrival = await findArrival(source, declared, offset);
    if (arrival === undefined) return undefined;
    const { object, file } = arrival;
    const result = await landFile({ source, object, file, from: fromOf(object), remainingMs });
    if (result.isSuperseded) await send(nextMessage());
    else if (result.rest !== undefined) await send(nextMessage({ ...result.rest, which: object.which }));
    return result;
  };
}
