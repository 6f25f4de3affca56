import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FirehoseTransformationEvent } from 'aws-lambda';
import type { FactsOutcome } from '../../../events/stating/facts.ts';
import type { ListedObject } from '../../core/object-created.ts';
import { type Summary, summaryOf } from '../../core/summary.ts';
import type { WriteObject } from './buckets.ts';

/** The present code of the function `facts`. */
export type TransformFacts = (event: FirehoseTransformationEvent) => Promise<FactsOutcome>;

export type FactsOfRecordsDeps = { readonly transformFacts: TransformFacts; readonly writeRaw: WriteObject };

/** What the stream held, and when it came there (epoch ms). */
export type ArrivedRecord = { readonly data: Buffer; readonly arrivedAt: number };

export type Records = {
  readonly object: ListedObject;
  /** Of the first record in the object. */
  readonly firstLine: number;
  /** `year=…/month=…/day=…/hour=…`. */
  readonly folder: string;
  readonly records: readonly ArrivedRecord[];
};

/** What one call of `facts` is given, as Firehose would: half a megabyte of events. */
const callBytes = 500_000;

/** Makes the facts of records by the present code and writes them, an object per entity, under a name made of where the records come from. */
export function createFactsOfRecords({ transformFacts, writeRaw }: FactsOfRecordsDeps) {
  return async function factsOfRecords(from: Records): Promise<Summary> {
    const answers: Answer[] = [];
    for (const records of calls(from.records)) {
      answers.push(...(await transformFacts(eventOf(records))).result.records);
    }
    const entities = byEntity(answers);
    for (const [entity, lines] of entities) {
      const key = `raw/facts/${entity}/${from.folder}/${replayName(from)}.json.gz`;
      await writeRaw(key, gzipSync(Buffer.concat(lines)));
    }
    const failedAgain = answers.filter(({ result }) => result === 'ProcessingFailed').length;
    return summaryOf({ failedAgain, objectsWritten: entities.size });
  };
}

type Answer = FactsOutcome['result']['records'][number];

function byEntity(answers: readonly Answer[]): ReadonlyMap<string, readonly Buffer[]> {
  const entities = new Map<string, Buffer[]>();
  for (const { result, data = '', metadata } of answers) {
    if (result !== 'Ok') continue;
    const entity = String(metadata?.partitionKeys.entity);
    const lines = Buffer.from(data, 'base64');
    const known = entities.get(entity);
    if (known === undefined) entities.set(entity, [lines]);
    else known.push(lines);
  }
  return entities;
}

/** What is made of an object's lines from a certain one is always called the same. */
export function replayName({ object, firstLine }: Pick<Records, 'object' | 'firstLine'>): string {
  return `replay-${objectDigest(object)}-${firstLine}`;
}

/** 32 hex digits that stand for one version of an object. */
export function objectDigest({ bucket, key, versionId }: ListedObject): string {
  return createHash('sha256').update([bucket, key, versionId].join('\n')).digest('hex').slice(0, 32);
}

function* calls(records: readonly ArrivedRecord[]): Generator<readonly ArrivedRecord[]> {
  let call: ArrivedRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    if (call.length > 0 && bytes + record.data.length > callBytes) {
      yield call;
      call = [];
      bytes = 0;
    }
    call.push(record);
    bytes += record.data.length;
  }
  if (call.length > 0) yield call;
}

function eventOf(records: readonly ArrivedRecord[]): FirehoseTransformationEvent {
  return {
    invocationId: 'replay',
    deliveryStreamArn: 'replay',
    region: '',
    records: records.map(({ data, arrivedAt }, index) => ({
      recordId: String(index),
      approximateArrivalTimestamp: arrivedAt,
      data: data.toString('base64'),
    })),
  };
}
