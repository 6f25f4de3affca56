import type { Processor } from '@aws-sdk/client-firehose';
import { failure, parameterOf, type Step, type WorkingRecord } from './processor.ts';

/** https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html */
const maxSubRecords = 500;

/**
 * The parts of each record: consecutive JSON objects with nothing but white space between them, or what a delimiter separates.
 * A record that is neither, or holds more parts than Firehose takes, fails whole.
 */
export function deaggregate(processor: Processor, records: readonly WorkingRecord[], now: number): Step {
  const delimiter = delimiterOf(processor);
  const split = (data: Buffer) => (delimiter === undefined ? splitJson(data) : splitDelimited(data, delimiter));
  const steps = records.map((record): Step => {
    const parts = split(record.data);
    const message = problemOf(parts);
    if (parts !== undefined && message === undefined)
      return { records: parts.map((data, at) => subRecord(record, data, at)), failed: [] };
    const code = 'DynamicPartitioning.MetadataExtractionFailed';
    const problem = { code, message: message ?? '', now, type: 'metadata-extraction-failed' } as const;
    return { records: [], failed: [failure(record, problem)] };
  });
  return { records: steps.flatMap((step) => step.records), failed: steps.flatMap((step) => step.failed) };
}

/** The delimiter of sub-records, base64 in the parameter; undefined for JSON. */
function delimiterOf(processor: Processor): Buffer | undefined {
  return parameterOf(processor, 'SubRecordType') === 'DELIMITED'
    ? Buffer.from(parameterOf(processor, 'Delimiter') ?? '', 'base64')
    : undefined;
}

function problemOf(parts: readonly Buffer[] | undefined): string | undefined {
  if (parts === undefined) return 'Non JSON record provided';
  if (parts.length <= maxSubRecords) return undefined;
  return `Record deaggregation is capped at ${maxSubRecords} per record, and this one has ${parts.length}`;
}

function subRecord(record: WorkingRecord, data: Buffer, at: number): WorkingRecord {
  const recordId = `${record.recordId.slice(0, -12)}${String(at).padStart(12, '0')}`;
  return { ...record, recordId, data, raw: data };
}

function splitDelimited(data: Buffer, delimiter: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = data.indexOf(delimiter); at >= 0; at = data.indexOf(delimiter, from)) {
    parts.push(data.subarray(from, at));
    from = at + delimiter.length;
  }
  parts.push(data.subarray(from));
  return parts.filter((part) => part.length > 0);
}

const [quote, backslash, open, close] = [0x22, 0x5c, 0x7b, 0x7d];
const blank = new Set([0x20, 0x09, 0x0a, 0x0d]);

type Scan = { depth: number; inText: boolean; escaped: boolean; from: number; readonly parts: Buffer[] };

/** Undefined where something stands between objects, or the last one does not end. Whether each is JSON shows when it is read. */
function splitJson(data: Buffer): Buffer[] | undefined {
  const scan: Scan = { depth: 0, inText: false, escaped: false, from: 0, parts: [] };
  for (let at = 0; at < data.length; at += 1) if (!step(scan, data, at)) return undefined;
  return scan.depth === 0 ? scan.parts : undefined;
}

/** Whether the byte may stand where it does. */
function step(scan: Scan, data: Buffer, at: number): boolean {
  const byte = data[at] ?? 0;
  if (scan.inText) withinText(scan, byte);
  else if (scan.depth > 0) withinObject(scan, byte, data, at);
  else if (byte === open) {
    scan.from = at;
    scan.depth = 1;
  } else return blank.has(byte);
  return true;
}

function withinText(scan: Scan, byte: number): void {
  if (scan.escaped) scan.escaped = false;
  else if (byte === backslash) scan.escaped = true;
  else if (byte === quote) scan.inText = false;
}

function withinObject(scan: Scan, byte: number, data: Buffer, at: number): void {
  if (byte === quote) scan.inText = true;
  else if (byte === open) scan.depth += 1;
  else if (byte === close) {
    scan.depth -= 1;
    if (scan.depth === 0) scan.parts.push(data.subarray(scan.from, at + 1));
  }
}
