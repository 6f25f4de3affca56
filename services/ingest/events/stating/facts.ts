import type { Log } from '@tributary/shared/lambda.ts';
import type {
  FirehoseTransformationEvent,
  FirehoseTransformationEventRecord,
  FirehoseTransformationResult,
} from 'aws-lambda';
import { type Answer, type AnswerRoom, createAnswerRoom } from '../core/facts/answer.ts';
import type { FactEvent } from '../core/facts/facts-of.ts';
import { ParkedPayloadError } from '../core/facts/parked.ts';
import { readRecord } from '../core/facts/read-record.ts';
import { factLines } from './fact-lines.ts';
import { createOverflows, type Overflows, type OverflowsDeps, type Part } from './overflows.ts';

export type FactsDeps = OverflowsDeps & { readonly log: Pick<Log, 'warn'> };

type FactsCounts = {
  /** Those of records that failed after all are among them. */
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
    const room = createAnswerRoom(records.map(({ recordId }) => recordId));
    const work = { deps, room, overflows: createOverflows(deps), counts: { facts: 0, undeclared: 0 } };
    const failures = new Map<string, string>();
    const answers: Answer[] = [];
    for (const record of records) answers.push(await answer(record, work, failures));
    const written = await work.overflows.write();
    for (const [recordId, reason] of written.failed) failures.set(recordId, reason);
    logFailures(records, failures, deps.log);
    return {
      result: { records: answers.map((each) => (failures.has(each.recordId) ? failed(each) : each)) },
      counts: {
        facts: work.counts.facts + written.facts,
        undeclared: work.counts.undeclared,
        failed: failures.size,
        overflows: written.objects,
        overflowBytes: written.bytes,
      },
    };
  };
}

type Work = {
  readonly deps: FactsDeps;
  readonly room: AnswerRoom;
  readonly overflows: Overflows;
  readonly counts: { facts: number; undeclared: number };
};

async function answer(
  record: FirehoseTransformationEventRecord,
  work: Work,
  failures: Map<string, string>,
): Promise<Answer> {
  const { recordId, approximateArrivalTimestamp: arrivedAt } = record;
  const data = Buffer.from(record.data, 'base64');
  const read = readRecord(data, (eventType) => work.deps.declarations.has(eventType));
  if (read.kind === 'failed') {
    failures.set(recordId, read.reason);
    return failed(record);
  }
  work.counts.undeclared += read.undeclared;
  const [first, ...others] = [...byEntity(read.events)];
  if (first === undefined) return dropped(record);
  const partOf = ([entity, events]: typeof first): Part => ({ recordId, arrivedAt, data, entity, events });
  try {
    const placed = await place(partOf(first), work);
    // An answer has one partition key: only one entity's facts can be in it
    for (const other of others) work.overflows.add(partOf(other));
    return placed;
  } catch (error) {
    if (!(error instanceof ParkedPayloadError)) throw error;
    failures.set(recordId, error.message);
    return failed(record);
  }
}

const dropped = ({ recordId }: { readonly recordId: string }): Answer => ({ recordId, result: 'Dropped' });

/** Firehose puts the record's own bytes under failed/, to be run again. */
const failed = ({ recordId }: { readonly recordId: string }): Answer => ({ recordId, result: 'ProcessingFailed' });

function byEntity(events: readonly FactEvent[]): ReadonlyMap<string, readonly FactEvent[]> {
  const entities = new Map<string, FactEvent[]>();
  for (const event of events) {
    const those = entities.get(event.entity);
    if (those === undefined) entities.set(event.entity, [event]);
    else those.push(event);
  }
  return entities;
}

/** The facts in the answer where they fit into it, among those for S3 otherwise. */
async function place(part: Part, { deps, room, overflows, counts }: Work): Promise<Answer> {
  const most = room.roomFor(part.entity);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let facts = 0;
  for await (const { text, lines } of factLines(part.events, deps)) {
    const chunk = Buffer.from(text);
    bytes += chunk.length;
    facts += lines;
    if (bytes > most) {
      overflows.add(part);
      return dropped(part);
    }
    chunks.push(chunk);
  }
  if (facts === 0) return dropped(part);
  room.take(part.entity, bytes);
  counts.facts += facts;
  const data = Buffer.concat(chunks).toString('base64');
  return { recordId: part.recordId, result: 'Ok', data, metadata: { partitionKeys: { entity: part.entity } } };
}

function logFailures(
  records: readonly FirehoseTransformationEventRecord[],
  failures: ReadonlyMap<string, string>,
  log: Pick<Log, 'warn'>,
): void {
  for (const { recordId, kinesisRecordMetadata } of records) {
    const reason = failures.get(recordId);
    if (reason === undefined) continue;
    const { shardId, sequenceNumber } = kinesisRecordMetadata ?? {};
    log.warn('A record is not what the stream holds', { recordId, shardId, sequenceNumber, reason });
  }
}
