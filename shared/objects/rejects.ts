import type { SourceObject } from './source-object.ts';

/** What could not be used, as it lies under rejected/. `bytes` is base64 of the original; `record_id` is null of bytes that are no record. */
type Rejected = {
  readonly source: string;
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

export type Range = { readonly offset: number; readonly end: number };

export type Why = { readonly reason: string; readonly detail: string };

export type Rejects = {
  readonly add: (range: Range, original: Buffer, why: Why, recordId: string | null) => void;
  readonly count: () => number;
  /** Reason → how often. */
  readonly reasons: () => Readonly<Record<string, number>>;
  /** How long `lines` is so far. */
  readonly size: () => number;
  /** All of it as lines of JSON. */
  readonly lines: () => Buffer;
};

const chunkLength = 256 * 1024;

/** Gathers rejects as the text that they become: as objects they take five times the room. `name`: who rejects. */
export function createRejects(name: string, { bucket, key, versionId }: SourceObject): Rejects {
  const origin = { source: name, source_bucket: bucket, source_key: key, source_version_id: versionId ?? null };
  const chunks: Buffer[] = [];
  const reasons: Record<string, number> = {};
  let text = '';
  let written = 0;
  let count = 0;
  const pack = (): void => {
    const chunk = Buffer.from(text);
    chunks.push(chunk);
    written += chunk.length;
    text = '';
  };
  return {
    add({ offset, end }, original, { reason, detail }, recordId) {
      const rejected: Rejected = {
        ...origin,
        record_id: recordId,
        range_offset: offset,
        range_end: end,
        reason,
        detail,
        bytes: original.toString('base64'),
      };
      text += `${JSON.stringify(rejected)}\n`;
      count += 1;
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      if (text.length >= chunkLength) pack();
    },
    count: () => count,
    reasons: () => reasons,
    size: () => written + text.length,
    lines() {
      pack();
      return Buffer.concat(chunks);
    },
  };
}
