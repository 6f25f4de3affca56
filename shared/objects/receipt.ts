/**
 * What became of one segment of an object, in bytes and in records. An object that fits in memory is one segment; the segments of a
 * larger one tile it. Each kind of converter adds numbers of its own.
 */
export type Receipt = {
  readonly source_bucket: string;
  readonly source_key: string;
  readonly source_version_id: string | null;
  readonly object_bytes: number;
  /** The bytes [segment_offset, segment_end) of the object; `bytes_in` is their number. */
  readonly segment_offset: number;
  readonly segment_end: number;
  readonly is_last: boolean;
  readonly bytes_in: number;
  readonly bytes_read: number;
  readonly bytes_padding: number;
  readonly bytes_rejected: number;
  readonly records_in: number;
  readonly records_rejected: number;
  /** Of those that came in, how many precede a damage in their member. */
  readonly records_salvaged: number;
  readonly ranges_rejected: number;
  /** Reason → how often. */
  readonly rejects: Readonly<Record<string, number>>;
  readonly written: readonly string[];
  /** SHA-256 of what was written, by key: whether another time makes the same. */
  readonly digests: Readonly<Record<string, string>>;
};

export type ReceiptWith<N extends string> = Receipt & Readonly<Record<N, number>>;

/** The sums of a receipt do not add up: something was lost, or counted twice. */
class ReceiptError extends Error {
  override readonly name = 'ReceiptError';
}

/** Throws ReceiptError, naming the sum, unless every byte and every record is accounted for; `kept` records became rows. */
export function checkReceipt(receipt: Receipt, kept: number): void {
  const bytes = receipt.bytes_read + receipt.bytes_padding + receipt.bytes_rejected;
  const records = kept + receipt.records_rejected;
  const segment = receipt.segment_end - receipt.segment_offset;
  if (bytes !== receipt.bytes_in || segment !== receipt.bytes_in) {
    throw new ReceiptError(
      `${receipt.source_key}: ${bytes} bytes accounted for, ${segment} came in from ${receipt.segment_offset} on`,
    );
  }
  if (records !== receipt.records_in) {
    throw new ReceiptError(`${receipt.source_key}: ${records} records accounted for, ${receipt.records_in} came in`);
  }
}
