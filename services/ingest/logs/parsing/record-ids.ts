import { hash } from 'node:crypto';
import { viewOf } from '@tributary/shared/bytes.ts';
import { digest } from '@tributary/shared/objects/digest.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
import type { TextBytes } from '@tributary/shared/parquet-write.ts';
import type { IdSpans, LogEvents } from '../core/cloudwatch/log-events.ts';
import { recordIdLength } from '../core/haproxy/usual/request-batch.ts';
import { murmur3 } from '../core/murmur3.ts';

/** Writes the id of event number `index` at a place of `target`. */
type WriteRecordId = (events: LogEvents, index: number, target: TextBytes, at: number) => void;

/**
 * An event's id is made of its stream, by SHA-256, and of what CloudWatch called it, which nobody else chooses, by MurmurHash3; a bare
 * line's by SHA-256 of its object, place and text. The same event has the same id, whatever it is delivered in.
 */
export function createWriteRecordId({ bucket, key }: SourceObject): WriteRecordId {
  const seedOf = createSeedOf();
  const words = new Int32Array(4);
  return (events, index, target, at) => {
    if (events.stream === null) {
      target.bytes.write(digest(bucket, key, events.idOf(index)), at, 'latin1');
      return;
    }
    const { view, from, to } = events.ids ?? alone(events.idOf(index));
    const place = events.ids === null ? 0 : index;
    murmur3(view, from[place] ?? 0, to[place] ?? 0, seedOf(events.stream), words);
    writeHex(words, target.view, at);
  };
}

/** The first 128 bits of the stream's SHA-256. Events of one stream come together. */
function createSeedOf(): (stream: string) => Int32Array {
  let last: string | undefined;
  const seed = new Int32Array(4);
  return (stream) => {
    if (stream === last) return seed;
    const bytes = Buffer.from(hash('sha256', stream, 'hex'), 'hex');
    for (let word = 0; word < 4; word += 1) seed[word] = bytes.readInt32LE(word * 4);
    last = stream;
    return seed;
  };
}

function alone(id: string): IdSpans {
  const bytes = Buffer.from(id);
  return { view: viewOf(bytes), from: Int32Array.of(0), to: Int32Array.of(bytes.length) };
}

// The two digits of each byte.
const digits = new Uint16Array(256);
for (let byte = 0; byte < 256; byte += 1) {
  digits[byte] = Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16LE();
}

function writeHex(words: Int32Array, target: DataView, at: number): void {
  for (let byte = 0; byte < recordIdLength / 2; byte += 1) {
    const value = ((words[byte >>> 2] ?? 0) >>> (24 - (byte & 3) * 8)) & 0xff;
    target.setUint16(at + byte * 2, digits[value] ?? 0, true);
  }
}
