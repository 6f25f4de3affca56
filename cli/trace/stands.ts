import { count } from '../terminal/count.ts';
import { againBy } from './reader.ts';
import type { ObjectTrace, Waits } from './trace-object.ts';

/** Where an object stands now, in words, and the command that gets it on; null where it needs none. */
export type Stand = {
  readonly state:
    | 'absent'
    | 'deleted'
    | 'dead-lettered'
    | 'waiting'
    | 'under way'
    | 'unread'
    | 'unregistered'
    | 'set aside'
    | 'computing'
    | 'through'
    | 'unknown';
  readonly words: string;
  readonly begin: string | null;
};

/** Decides by the first stage that an object has not passed. */
export function standOf(trace: ObjectTrace, flags: string): Stand {
  const [newest] = trace.versions;
  if (newest === undefined)
    return { state: 'absent', words: 'there is no such object, nor was there one that S3 still knows', begin: null };
  if (newest.bytes === undefined)
    return { state: 'deleted', words: 'it was deleted; what was made of it stays', begin: null };
  if (trace.reader === undefined) return whereItLies(trace, flags);
  if (trace.seen.receipts.length === 0) return unread(trace, flags);
  return halfRead(trace, flags) ?? beyond(trace, flags);
}

function whereItLies({ place }: ObjectTrace, flags: string): Stand {
  if (place === undefined)
    return { state: 'unknown', words: 'no function reads it, and it is in no table', begin: null };
  if (place.registeredAt === undefined) return unregistered(place.table, place.partition, flags);
  return { state: 'through', words: `it is part of ${place.table} where it lies`, begin: null };
}

function unregistered(table: string, partition: string, flags: string): Stand {
  const words = `no query sees it: ${table} has no partition ${partition} in the catalog`;
  return { state: 'unregistered', words, begin: `lake logs register --errors --since 1d${flags}` };
}

function unread({ key, seen, waits, reader }: ObjectTrace, flags: string): Stand {
  const again = againBy(key, flags) ?? null;
  const name = reader?.name ?? '';
  if (waits?.dead?.found === true) {
    const begin = `lake replay dead-letters ${waits.deadLetters.queue} --go${flags}`;
    return { state: 'dead-lettered', words: `${name} has given it up: it lies in ${waits.deadLetters.queue}`, begin };
  }
  if (seen.isUnderWay) {
    const words = `an attempt of ${name} has begun and has not ended: it goes on, or was killed and is tried again`;
    return { state: 'under way', words, begin: `lake logs --id ${key}${flags}` };
  }
  if (waits !== undefined && waits.waiting > 0)
    return { state: 'waiting', words: `${name} has not read it yet: ${amongWhich(waits)}`, begin: null };
  return {
    state: 'unread',
    words: `${name} has no receipt of it, and nothing waits for it${unseen(waits)}`,
    begin: again,
  };
}

function amongWhich({ queue, waiting }: Waits): string {
  return `${count(waiting, 'message')} in ${queue}, whether its own is among them cannot be seen`;
}

function unseen(waits: Waits | undefined): string {
  const { deadLetters, dead } = waits ?? {};
  if (deadLetters === undefined || dead === undefined || deadLetters.messages <= dead.looked) return '';
  return `; of ${count(deadLetters.messages, 'dead letter')} only ${dead.looked} could be looked at`;
}

function halfRead({ key, seen, reader }: ObjectTrace, flags: string): Stand | undefined {
  if (seen.isCut || seen.receipts.some((receipt) => receipt.is_last)) return undefined;
  const words = `${reader?.name} has read it up to byte ${seen.receipts.at(-1)?.segment_end}, and goes on from there`;
  return { state: 'under way', words, begin: `lake logs --id ${key}${flags}` };
}

function beyond({ folders, derived }: ObjectTrace, flags: string): Stand {
  const missing = folders.find(({ registeredAt }) => registeredAt === undefined);
  if (missing !== undefined) return unregistered(missing.table, missing.partition, flags);
  const aside = derived.find(({ state }) => state === 'set aside');
  if (aside !== undefined) {
    const words = `${aside.name} has set it aside: ${aside.reason?.split('\n')[0] ?? ''}`;
    return { state: 'set aside', words, begin: `lake retry ${aside.name}${flags}` };
  }
  const open = derived.filter(({ state }) => state === 'waiting' || state === 'running');
  if (open.length > 0)
    return {
      state: 'computing',
      words: `it is on its way into ${open.map(({ name }) => name).join(', ')}`,
      begin: null,
    };
  return { state: 'through', words: 'all that depends on it has been made, as far as can be seen', begin: null };
}
