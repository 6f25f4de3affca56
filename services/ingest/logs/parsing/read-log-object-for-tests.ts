import type { WalkLimits } from '@tributary/shared/objects/members.ts';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import { type ReadOptions, readObject } from '@tributary/shared/objects/read-object.ts';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { LogEvents } from '../core/cloudwatch/log-events.ts';
import { createLogTextReader } from '../core/cloudwatch/log-text.ts';

export type Part = ObjectPart<LogEvents>;

export type Options = Omit<ReadOptions<LogEvents>, 'text'>;

export const envelope = (messages: readonly string[], stream: string): string =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '1',
    logGroup: 'g',
    logStream: stream,
    subscriptionFilters: ['f'],
    logEvents: messages.map((message, at) => ({ id: `${at}`, timestamp: 1000 + at, message })),
  });

const endless = { bytes: Number.POSITIVE_INFINITY, records: Number.POSITIVE_INFINITY };

const noSalvage: Options = { salvage: async () => Buffer.alloc(0), segment: endless };

/** So small that everything is read as a stream. */
export const tinyWalk: WalkLimits = { glanceBytes: 48, wholeBytes: 96 };

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function read(bytes: Buffer, options: Partial<Options> = {}, chunk = 1000): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const open = (offset: number) => chunksOf(bytes.subarray(offset), chunk);
  for await (const part of readObject(open, { text: createLogTextReader(), ...noSalvage, ...options }))
    parts.push(part);
  return parts;
}

export const messagesOf = (parts: readonly Part[]): readonly string[] =>
  parts.flatMap((part) => (part.kind === 'records' ? eventsIn(part.records).map(({ message }) => message.text) : []));

export const identitiesOf = (parts: readonly Part[]): readonly string[] =>
  parts.flatMap((part) => (part.kind === 'records' ? eventsIn(part.records).map(({ identity }) => identity) : []));

/** All that events say of themselves. */
export function eventsIn({ length, stream, idOf, messageOf, timestampOf }: LogEvents) {
  return Array.from({ length }, (_, index) => ({
    message: messageOf(index),
    timestamp: timestampOf(index),
    identity: `${stream}\n${idOf(index)}`,
  }));
}

/** Parts that can be compared. */
const toldOf = (parts: readonly Part[]) =>
  parts.map((part) => (part.kind === 'records' ? { ...part, records: eventsIn(part.records) } : part));

/** The extents must tile the object. */
export function expectTiled(parts: readonly Part[], bytes: number, from = 0): void {
  let at = from;
  for (const part of parts) {
    if (part.kind !== 'extent') continue;
    expect(part.offset).toBe(at);
    at = part.end;
  }
  expect(at).toBe(bytes);
}

/** Reading from each of the cuts gives what followed it. */
export async function expectResumable(bytes: Buffer, parts: readonly Part[], options: Partial<Options>): Promise<void> {
  const cuts = parts.flatMap((part, index) => (part.kind === 'cut' ? [{ from: part, index }] : []));
  expect(cuts.length).toBeGreaterThan(0);
  for (const { from, index } of cuts) {
    expect(toldOf(await read(bytes, { ...options, from }, 17))).toEqual(toldOf(parts.slice(index + 1)));
  }
}

const message = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('}{', '{"messageType":"', '"}]}', '\\'),
);

export const envelopes = fc.array(fc.array(message, { maxLength: 4 }), { minLength: 1, maxLength: 5 });

export const cuts = fc.array(fc.nat(), { maxLength: 6 });

export function split(text: Buffer, at: readonly number[]): readonly Buffer[] {
  const places = [0, ...at.map((each) => each % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return places.slice(1).map((end, index) => text.subarray(places[index], end));
}
