import type { TracedReceipt } from '../receipts.ts';

type Input = { readonly Prefix?: string; readonly Key?: string };

/** A bucket of texts by their keys, written at one time; it answers what a trace asks. */
export function bucketOf(texts: Readonly<Record<string, string>>, at = new Date('2026-11-20T13:05:00Z')) {
  const listed: string[] = [];
  const send = async ({ input }: { readonly input: Input }): Promise<object> => {
    if (input.Key !== undefined)
      return { LastModified: at, Body: { transformToString: async () => texts[input.Key ?? ''] ?? '' } };
    const { Prefix = '' } = input;
    listed.push(Prefix);
    const keys = Object.keys(texts).filter((key) => key.startsWith(Prefix));
    return { Contents: keys.map((Key) => ({ Key, LastModified: at })), IsTruncated: false };
  };
  return { listed, send };
}

export function receiptFor(more: Partial<TracedReceipt> = {}): TracedReceipt {
  return {
    key: 'receipts/x.json',
    at: Date.UTC(2026, 10, 20, 13, 5),
    source_key: 'raw/logs/haproxy/a',
    source_version_id: 'v1',
    segment_offset: 0,
    segment_end: 10,
    object_bytes: 10,
    is_last: true,
    records_in: 9,
    records_rejected: 2,
    ranges_rejected: 1,
    rescued: 0,
    rejects: { bad_line: 3 },
    written: [],
    ...more,
  };
}
