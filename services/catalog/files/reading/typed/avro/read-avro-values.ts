import { type ByteWindow, createByteWindow } from '@tributary/shared/objects/byte-window.ts';
import type { ConverterRead } from '@tributary/shared/objects/converter.ts';
import { type Cuts, createCuts } from '@tributary/shared/objects/cuts.ts';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import type { OpenObject } from '@tributary/shared/objects/read-object.ts';
import type { JsonRecords, Row } from '../../records.ts';
import { AvroFault, asFault } from './avro-fault.ts';
import { type BlockPlace, mostPrefixBytes, placeOf, recordsOf } from './block.ts';
import { mostBlockBytes } from './codecs.ts';
import { type Header, readHeader, syncBytes } from './header.ts';

type Part = ObjectPart<JsonRecords>;
type Reading = { readonly window: ByteWindow; readonly cuts: Cuts };

const rowsAtATime = 4096;
/** What is rejected comes in runs of this. */
const runBytes = 1024 * 1024;
const lost = `no block that can be read up to the next sync marker: it is damaged, or of more than ${mostBlockBytes} bytes`;

/**
 * Reads the records of an Avro object container file as values whose kinds the file itself tells; memory holds one block. A file whose header
 * cannot be read is rejected whole; a damaged block with its bytes, and where it does not end as it says, all up to the next sync marker.
 * Segments end between blocks alone, and in what is rejected.
 */
export async function* readAvroValues(open: OpenObject, { segment, from }: ConverterRead): AsyncGenerator<Part> {
  const at = from?.position[0] ?? 0;
  const cuts = createCuts(segment);
  const start = createByteWindow(open(0), 0);
  const header = await readHeader(start).catch(asFault);
  if (header instanceof AvroFault) yield* rejectAll({ window: windowAt(open, at, start), cuts }, header.message);
  else if (at === 0) {
    start.advance(header.end);
    yield { kind: 'extent', offset: 0, end: header.end, isPadding: false };
    yield* readBlocks({ window: start, cuts }, header);
  } else yield* readFrom({ open, at, cuts }, header);
}

function windowAt(open: OpenObject, at: number, start: ByteWindow): ByteWindow {
  return at === 0 ? start : createByteWindow(open(at), at);
}

type From = { readonly open: OpenObject; readonly at: number; readonly cuts: Cuts };

/** Blocks begin behind a marker: where there is none, what is read on is lost. */
async function* readFrom({ open, at, cuts }: From, header: Header): AsyncGenerator<Part> {
  const window = createByteWindow(open(at - syncBytes), at - syncBytes);
  const before = Buffer.from(await window.fill(syncBytes));
  window.advance(before.length);
  if (!before.equals(header.sync)) yield* rejectLost({ window, cuts }, header);
  yield* readBlocks({ window, cuts }, header);
}

async function* readBlocks(reading: Reading, header: Header): AsyncGenerator<Part> {
  const { window } = reading;
  for (let next = await window.fill(mostPrefixBytes); next.length > 0; next = await window.fill(mostPrefixBytes)) {
    const place = attempt(() => placeOf(next));
    const bytes = place instanceof AvroFault ? undefined : await window.fill(place.end);
    if (place instanceof AvroFault || bytes === undefined || !endsIn(bytes, place, header.sync))
      yield* rejectLost(reading, header);
    else yield* readBlock(reading, header, { ...place, bytes });
  }
}

function endsIn(bytes: Buffer, { to, end }: BlockPlace, sync: Buffer): boolean {
  return bytes.length === end && bytes.subarray(to).equals(sync);
}

async function* readBlock(
  reading: Reading,
  header: Header,
  { bytes, from, to, count, end: size }: BlockPlace & { readonly bytes: Buffer },
): AsyncGenerator<Part> {
  const { window } = reading;
  const read = attempt(() => recordsOf(header, bytes.subarray(from, to), count));
  const extent = { offset: window.offset(), end: window.offset() + size };
  if (read instanceof AvroFault) {
    yield* rejectRun(reading, size, read.message);
    return;
  }
  const { rows, bytes: unpacked } = read;
  for (let first = 0; first < rows.length; first += rowsAtATime)
    yield { kind: 'records', ...extent, records: lotOf(rows, first), isSalvaged: false };
  yield { kind: 'extent', ...extent, isPadding: false };
  window.advance(size);
  yield* cutAfter(reading, { bytes: unpacked, records: rows.length });
}

function lotOf(rows: readonly Row[], first: number): JsonRecords {
  const lot = rows.slice(first, first + rowsAtATime);
  return { kind: 'values', length: lot.length, rows: lot };
}

function attempt<T>(read: () => T): T | AvroFault {
  try {
    return read();
  } catch (error) {
    return asFault(error);
  }
}

/** All up to the next marker, or to the file's end. */
async function* rejectLost(reading: Reading, { sync }: Header): AsyncGenerator<Part> {
  for (;;) {
    const bytes = await reading.window.fill(runBytes);
    const found = bytes.indexOf(sync);
    if (found >= 0) {
      yield* rejectRun(reading, found + syncBytes, lost);
      return;
    }
    if (bytes.length < runBytes) {
      if (bytes.length > 0) yield* rejectRun(reading, bytes.length, lost);
      return;
    }
    // A marker may have begun.
    yield* rejectRun(reading, bytes.length - syncBytes + 1, lost);
  }
}

async function* rejectAll(reading: Reading, reason: string): AsyncGenerator<Part> {
  for (
    let { length } = await reading.window.fill(runBytes);
    length > 0;
    { length } = await reading.window.fill(runBytes)
  )
    yield* rejectRun(reading, length, reason);
}

/** The next bytes of the window. */
async function* rejectRun(reading: Reading, length: number, reason: string): AsyncGenerator<Part> {
  const { window } = reading;
  const offset = window.offset();
  const bytes = Buffer.from(await window.fill(length));
  window.advance(length);
  yield { kind: 'rejected', offset, end: offset + length, reason, bytes };
  yield { kind: 'extent', offset, end: offset + length, isPadding: false };
  yield* cutAfter(reading, { bytes: length, records: 0 });
}

/** None at the object's end. */
async function* cutAfter({ window, cuts }: Reading, more: Parameters<Cuts['after']>[1]): AsyncGenerator<Part> {
  if ((await window.fill(1)).length > 0) yield* cuts.after(window.offset(), more);
}
