import type { MadeFiles } from './earlier-files.ts';
import type { ObjectPart } from './object-part.ts';
import { checkReceipt, type ReceiptWith } from './receipt.ts';
import type { Records } from './records.ts';
import type { Range, Rejects } from './rejects.ts';
import type { SourceObject } from './source-object.ts';

/** Where a segment lies in its object, which has `bytes` bytes. */
type SegmentRange = Range & { readonly objectBytes: number; readonly isLast: boolean };

export type Books<N extends string> = {
  readonly addPart: (part: ObjectPart<Records>) => void;
  /** So many records have become rows. */
  readonly keep: (rows: number) => void;
  /** What came as one record was so many more. */
  readonly split: (more: number) => void;
  /** Rejects a record. */
  readonly reject: Rejects['add'];
  /** Adds to a number of the converter's own. */
  readonly count: (name: N, by: number) => void;
  /** Throws ReceiptError where the sums do not add up. */
  readonly receipt: (segment: SegmentRange, made: MadeFiles) => ReceiptWith<N>;
};

/** Counts what becomes of a segment, from the converter's own numbers on. An extent in which a range had to be rejected counts as rejected. */
export function createBooks<N extends string>(
  { bucket, key, versionId }: SourceObject,
  rejects: Rejects,
  numbers: Readonly<Record<N, number>>,
): Books<N> {
  const origin = { source_bucket: bucket, source_key: key, source_version_id: versionId ?? null };
  let damage: number[] = [];
  let kept = 0;
  const bytes = { bytes_read: 0, bytes_padding: 0, bytes_rejected: 0 };
  const records = { records_in: 0, records_rejected: 0, records_salvaged: 0, ranges_rejected: 0 };
  const own: Record<N, number> = { ...numbers };
  const isOwn = (name: string): name is N => Object.hasOwn(own, name);

  const closeExtent = ({ offset, end }: Range, isPadding: boolean): void => {
    const isDamaged = damage.some((at) => at >= offset && at < end);
    damage = damage.filter((at) => at >= end);
    bytes[isPadding ? 'bytes_padding' : isDamaged ? 'bytes_rejected' : 'bytes_read'] += end - offset;
  };
  const countAside = (name: string): void => {
    if (!isOwn(name)) throw new TypeError(`a receipt of ${key} has no number ${name}`);
    own[name] += 1;
  };
  const countRecords = (length: number, isSalvaged: boolean): void => {
    records.records_in += length;
    if (isSalvaged) records.records_salvaged += length;
  };
  return {
    addPart(part) {
      if (part.kind === 'aside') countAside(part.name);
      else if (part.kind === 'records') countRecords(part.records.length, part.isSalvaged);
      else if (part.kind === 'extent') closeExtent(part, part.isPadding);
      else if (part.kind === 'rejected') {
        records.ranges_rejected += 1;
        damage.push(part.offset);
        rejects.add(part, part.bytes, { reason: 'damaged', detail: part.reason }, null);
      }
    },
    keep(rows) {
      kept += rows;
    },
    split(more) {
      records.records_in += more;
    },
    reject(range, original, why, recordId) {
      records.records_rejected += 1;
      rejects.add(range, original, why, recordId);
    },
    count(name, by) {
      own[name] += by;
    },
    receipt({ offset, end, objectBytes, isLast }, made) {
      const receipt = {
        ...origin,
        object_bytes: objectBytes,
        segment_offset: offset,
        segment_end: end,
        is_last: isLast,
        bytes_in: end - offset,
        ...bytes,
        ...records,
        ...own,
        rejects: rejects.reasons(),
        written: Object.keys(made),
        digests: made,
      };
      checkReceipt(receipt, kept);
      return receipt;
    },
  };
}
