import type { MadeFiles } from '@tributary/shared/objects/earlier-files.ts';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
import type { Message } from '../core/cloudwatch/log-events.ts';
import type { HaproxyRecord } from '../core/haproxy/record.ts';
import type { Receipt } from '../core/receipt.ts';

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
type Range = { readonly offset: number; readonly end: number };

/** Where a segment lies in its object, which has `bytes` bytes. */
type SegmentRange = Range & { readonly objectBytes: number; readonly isLast: boolean };

export type Tally = {
  addPart(part: ObjectPart): void;
  keep(record: Kept): void;
  /** Counts rows of haproxy_requests, none truncated. */
  keepRequests(count: number): void;
  rejectLine(
    range: Range,
    message: Message,
    why: { readonly reason: string; readonly detail: string },
    recordId: string,
  ): void;
  rejects(): readonly Rejected[];
  reasons(): Readonly<Record<string, number>>;
  receipt(segment: SegmentRange, made: MadeFiles): Receipt;
};

/** Counts what becomes of a segment. A unit in which a range had to be rejected counts as rejected. */
export function createTally({ bucket, key, versionId }: SourceObject): Tally {
  const origin = { source_bucket: bucket, source_key: key, source_version_id: versionId ?? null };
  const rejected: Rejected[] = [];
  let damage: number[] = [];
  const bytes = { bytes_read: 0, bytes_padding: 0, bytes_rejected: 0 };
  const count = {
    records_in: 0,
    requests: 0,
    events: 0,
    records_rejected: 0,
    ranges_rejected: 0,
    truncated: 0,
    control_messages: 0,
  };

  const reject = (range: Range, original: Buffer, recordId: string | null, reason: string, detail: string): void => {
    rejected.push({
      source: 'haproxy',
      ...origin,
      record_id: recordId,
      range_offset: range.offset,
      range_end: range.end,
      reason,
      detail,
      bytes: original.toString('base64'),
    });
  };
  const reasons = (): Record<string, number> => {
    const counted: Record<string, number> = {};
    for (const { reason } of rejected) counted[reason] = (counted[reason] ?? 0) + 1;
    return counted;
  };
  const closeUnit = ({ offset, end }: Range, isPadding: boolean): void => {
    const isDamaged = damage.some((at) => at >= offset && at < end);
    damage = damage.filter((at) => at >= end);
    bytes[isPadding ? 'bytes_padding' : isDamaged ? 'bytes_rejected' : 'bytes_read'] += end - offset;
  };

  return {
    addPart(part) {
      if (part.kind === 'control') count.control_messages += 1;
      else if (part.kind === 'events') count.records_in += part.events.length;
      else if (part.kind === 'unit') closeUnit(part, part.isPadding);
      else if (part.kind === 'rejected') {
        count.ranges_rejected += 1;
        damage.push(part.offset);
        reject(part, part.bytes, null, 'damaged', part.reason);
      }
    },
    keep({ table, row }) {
      if (table === 'haproxy_requests') count.requests += 1;
      else count.events += 1;
      if (row.truncated === true) count.truncated += 1;
    },
    keepRequests(added) {
      count.requests += added;
    },
    rejectLine(range, { text, encoding }, { reason, detail }, recordId) {
      count.records_rejected += 1;
      reject(range, Buffer.from(text, encoding), recordId, reason, detail);
    },
    rejects: () => rejected,
    reasons,
    receipt: ({ offset, end, objectBytes, isLast }, made) => ({
      ...origin,
      object_bytes: objectBytes,
      segment_offset: offset,
      segment_end: end,
      is_last: isLast,
      bytes_in: end - offset,
      ...bytes,
      ...count,
      rejects: reasons(),
      written: Object.keys(made),
      digests: made,
    }),
  };
}
