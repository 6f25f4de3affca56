import type { ObjectPart } from '../../core/cloudwatch/read-object.ts';
import type { HaproxyRecord } from '../../core/haproxy/record.ts';
import type { Receipt } from '../../core/receipt.ts';
import type { SourceObject } from './source-object.ts';

/** A record or a range of bytes that could not be used, as it lies under rejected/. `bytes` is base64 of the original. */
type Rejected = {
  readonly source: 'haproxy';
  readonly source_bucket: string;
  readonly source_key: string;
  readonly source_version_id: string | null;
  readonly record_id: string | null;
  readonly range_offset: number;
  readonly range_end: number;
  readonly reason: string;
  readonly detail: string;
  readonly bytes: string;
};

type Kept = Exclude<HaproxyRecord, { table: 'rejected' }>;

export type Tally = {
  addPart(part: ObjectPart): void;
  keep(record: Kept): void;
  rejectLine(
    part: ObjectPart,
    line: string,
    why: { readonly reason: string; readonly detail: string },
    recordId: string,
  ): void;
  rejects(): readonly Rejected[];
  reasons(): Readonly<Record<string, number>>;
  receipt(written: readonly string[]): Receipt;
};

/** Counts what becomes of one object. A range that several parts share counts once, as rejected if any of them is. */
export function createTally({ bucket, key, versionId }: SourceObject, bytesIn: number): Tally {
  const origin = { source_bucket: bucket, source_key: key, source_version_id: versionId ?? null };
  const ranges = new Map<number, { readonly size: number; kind: ObjectPart['kind'] }>();
  const rejected: Rejected[] = [];
  const count = {
    records_in: 0,
    requests: 0,
    events: 0,
    records_rejected: 0,
    ranges_rejected: 0,
    truncated: 0,
    control_messages: 0,
  };

  const reject = (part: ObjectPart, bytes: Buffer, recordId: string | null, reason: string, detail: string): void => {
    rejected.push({
      source: 'haproxy',
      ...origin,
      record_id: recordId,
      range_offset: part.offset,
      range_end: part.end,
      reason,
      detail,
      bytes: bytes.toString('base64'),
    });
  };
  const reasons = (): Record<string, number> => {
    const counted: Record<string, number> = {};
    for (const { reason } of rejected) counted[reason] = (counted[reason] ?? 0) + 1;
    return counted;
  };
  const bytesOf = (kinds: readonly ObjectPart['kind'][]): number =>
    [...ranges.values()].filter(({ kind }) => kinds.includes(kind)).reduce((sum, { size }) => sum + size, 0);

  return {
    addPart(part) {
      const known = ranges.get(part.offset);
      if (known === undefined) ranges.set(part.offset, { size: part.end - part.offset, kind: part.kind });
      else if (part.kind === 'rejected') known.kind = 'rejected';
      if (part.kind === 'control') count.control_messages += 1;
      if (part.kind === 'events') count.records_in += part.events.length;
      if (part.kind !== 'rejected') return;
      count.ranges_rejected += 1;
      reject(part, part.bytes, null, 'damaged', part.reason);
    },
    keep({ table, row }) {
      if (table === 'haproxy_requests') count.requests += 1;
      else count.events += 1;
      if (row.truncated === true) count.truncated += 1;
    },
    rejectLine(part, line, { reason, detail }, recordId) {
      count.records_rejected += 1;
      reject(part, Buffer.from(line), recordId, reason, detail);
    },
    rejects: () => rejected,
    reasons,
    receipt: (written) => ({
      ...origin,
      bytes_in: bytesIn,
      bytes_read: bytesOf(['events', 'control']),
      bytes_padding: bytesOf(['padding']),
      bytes_rejected: bytesOf(['rejected']),
      ...count,
      rejects: reasons(),
      written,
    }),
  };
}
