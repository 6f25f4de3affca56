/** Where a row stands in the binary logs. */
export type LogPlace = {
  /** The number in the file's name. */
  readonly file: number;
  /** Where its transaction begins. */
  readonly position: number;
  /** The row's number in its transaction. */
  readonly row: number;
};

/** Rows are compressed by less than this (zlib 1,032), so that one transaction's numbers end before the next one's begin. */
const numbersPerByte = 1200;

/**
 * $AR_H_CHANGE_SEQ: 16 digits of time (YYYYMMDDHHmmSShh), 19 that ascend. The same row has the same, however often it is read, as its
 * place makes it; `at` (epoch seconds) must not descend from one transaction to the next.
 */
export function changeSequence(at: number, { file, position, row }: LogPlace): string {
  const time = new Date(at * 1000)
    .toISOString()
    .replace(/[-:T.Z]/g, '')
    .slice(0, 16);
  const within = position * numbersPerByte + row;
  return `${time}${String(file % 100_000).padStart(5, '0')}${String(within).padStart(14, '0')}`;
}
