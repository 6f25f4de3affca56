import type { Processor } from '@aws-sdk/client-firehose';
import { JqError } from './jq/filters.ts';
import { type Query, readQuery } from './jq/query.ts';
import { failure, parameterOf, type Step, type WorkingRecord } from './processor.ts';

/** Runs the stream's query over each record, which must be JSON, for its partition keys. */
export function extractMetadata(processor: Processor, records: readonly WorkingRecord[], now: number): Step {
  const query = readQuery(parameterOf(processor, 'MetadataExtractionQuery') ?? '');
  const steps = records.map((record): Step => {
    const keysFromQuery = keysOf(query, record.data);
    if (typeof keysFromQuery !== 'string') return { records: [{ ...record, keysFromQuery }], failed: [] };
    return { records: [], failed: [extractionFailure(record, keysFromQuery, now)] };
  });
  return { records: steps.flatMap((step) => step.records), failed: steps.flatMap((step) => step.failed) };
}

/** A record without usable partition keys. */
export function extractionFailure(record: WorkingRecord, message: string, now: number) {
  const code = 'DynamicPartitioning.MetadataExtractionFailed';
  return failure(record, { code, message, now, type: 'metadata-extraction-failed' });
}

function keysOf(query: Query, data: Buffer): ReadonlyMap<string, unknown> | string {
  let input: unknown;
  try {
    input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch {
    return 'Non JSON record provided';
  }
  try {
    return query.run(input);
  } catch (error) {
    if (error instanceof JqError) return error.message;
    throw error;
  }
}
