import type { Log } from '@tributary/shared/lambda.ts';
import type {
  FirehoseTransformationEvent,
  FirehoseTransformationEventRecord,
  FirehoseTransformationResult,
} from 'aws-lambda';
import { type Answer, type AnswerRoom, createAnswerRoom } from '../../core/facts/answer.ts';
import type { FactEvent } from '../../core/facts/facts-of.ts';
import { overflowKey } from '../../core/facts/overflow.ts';
import { ParkedPayloadError } from '../../core/facts/parked.ts';
import { readRecord } from '../../core/facts/read-record.ts';
import { type FactLinesDeps, factLines, type LineChunk } from './fact-lines.ts';

export type FactsDeps = FactLinesDeps & {
  /** Writes lines as one gzip object of the raw bucket, whole or not at all; gives its bytes. */
  readonly writeOverflow: (key: string, chunks: AsyncIterable<LineChunk>) => Promise<number>;
  readonly log: Pick<Log, 'warn'>;
};

export type FactsCounts = {
  readonly facts: number;
  readonly undeclared: number;
  readonly failed: number;
  readonly overflows: number;
  readonly overflowBytes: number;
};

export type FactsOutcome = { readonly result: FirehoseTransformationResult; readonly counts: FactsCounts };

/**
 * Answers each record once: Ok with the facts of its events, Dropped where it states none or where they have been written to S3
 * instead, ProcessingFailed where it is no record of events. Throws only when S3 does not answer: Firehose tries again.
 */
export function createFacts(deps: FactsDeps) {
  return async function transform({ records }: FirehoseTransformationEvent): Promise<FactsOutcome> {
    const work = { deps, room: createAnswerRoom(records.map(({ recordId }) => recordId)), counts: noCounts() };
    const answers: Answer[] = [];
    for (const record of records) answers.push(await answer(record, work));
    return { result: { records: answers }, counts: work.counts };
  };
}

type Counts = { -readonly [name in keyof FactsCounts]: number };
type Work = { readonly deps: FactsDeps; readonly room: AnswerRoom; readonly counts: Counts };

function noCounts(): Counts {
  return { facts: 0, undeclared: 0, failed: 0, overflows: 0, overflowBytes: 0 };
}

type Part = {
  readonly record: FirehoseTransformationEventRecord;
  readonly data: Buffer;
  readonly entity: string;
  readonly events: readonly FactEvent[];
};

async function answer(record: FirehoseTransformationEventRecord, work: Work): Promise<Answer> {
  const data = Buffer.from(record.data, 'base64');
  const read = readRecord(data, (eventType) => work.deps.declarations.has(eventType));
  if (read.kind === 'failed') return fail(record, read.reason, work);
  work.counts.undeclared += read.undeclared;
  const [first, ...others] = [...byEntity(read.events)].map(([entity, events]) => ({ record, data, entity, events }));
  if (first === undefined) return { recordId: record.recordId, result: 'Dropped' };
  try {
    // An answer has one partition key: only the first entity's facts can be in it
    for (const part of others) await overflow(part, work);
    return await place(first, work);
  } catch (error) {
    if (error instanceof ParkedPayloadError) return fail(record, error.message, work);
    throw error;
  }
}

function byEntity(events: readonly FactEvent[]): ReadonlyMap<string, readonly FactEvent[]> {
  const entities = new Map<string, FactEvent[]>();
  for (const event of events) {
    const those = entities.get(event.entity);
    if (those === undefined) entities.set(event.entity, [event]);
    else those.push(event);
  }
  return entities;
}

/** The facts in the answer where they fit into it, in S3 otherwise. */
async function place(part: Part, work: Work): Promise<Answer> {
  const { recordId } = part.record;
  const room = work.room.roomFor(part.entity);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let facts = 0;
  for await (const { text, lines } of factLines(part.events, work.deps)) {
    const chunk = Buffer.from(text);
    bytes += chunk.length;
    facts += lines;
    if (bytes > room) {
      await overflow(part, work);
      return { recordId, result: 'Dropped' };
    }
    chunks.push(chunk);
  }
  if (facts === 0) return { recordId, result: 'Dropped' };
  work.room.take(part.entity, bytes);
  work.counts.facts += facts;
  const data = Buffer.concat(chunks).toString('base64');
  return { recordId, result: 'Ok', data, metadata: { partitionKeys: { entity: part.entity } } };
}

/** Writes nothing where the events state no facts. */
async function overflow({ record, data, entity, events }: Part, { deps, counts }: Work): Promise<void> {
  const chunks = factLines(events, deps);
  const first = await chunks.next();
  if (first.done) return;
  const all = async function* () {
    counts.facts += first.value.lines;
    yield first.value;
    for await (const chunk of chunks) {
      counts.facts += chunk.lines;
      yield chunk;
    }
  };
  const key = overflowKey({ entity, arrivedAt: record.approximateArrivalTimestamp, data });
  counts.overflowBytes += await deps.writeOverflow(key, all());
  counts.overflows += 1;
}

/** Firehose puts the record's own bytes under failed/, to be replayed. */
function fail(
  { recordId, kinesisRecordMetadata }: FirehoseTransformationEventRecord,
  reason: string,
  work: Work,
): Answer {
  const { shardId, sequenceNumber } = kinesisRecordMetadata ?? {};
  work.deps.log.warn('A record is not what the stream holds', { recordId, shardId, sequenceNumber, reason });
  work.counts.failed += 1;
  return { recordId, result: 'ProcessingFailed' };
}
