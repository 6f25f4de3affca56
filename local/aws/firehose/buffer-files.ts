import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keepAside, splitLines } from '../../kernel/damaged.ts';
import { appendWhole } from '../../kernel/disk.ts';
import { dropTornLine } from '../../kernel/torn-line.ts';

export type SourceRecord = {
  readonly recordId: string;
  /** When the source got it, in ms since 1970. */
  readonly arrival: number;
  readonly data: Buffer;
  readonly kinesis?: { readonly shardId: string; readonly partitionKey: string; readonly sequenceNumber: string };
};

export type OpenBuffer = { readonly bytes: number; readonly since: number };

/** A sealed buffer's id is part of the names of the objects that it becomes: delivering it again overwrites them. */
export type SealedBuffer = { readonly id: string; readonly file: string };

/** Records that wait for delivery, on disk: one open file per stream that grows, and sealed ones until they are delivered. */
export type BufferFiles = {
  append(stream: string, records: readonly SourceRecord[], now: number): OpenBuffer;
  open(stream: string): OpenBuffer | undefined;
  seal(stream: string): void;
  sealed(stream: string): readonly SealedBuffer[];
  read(buffer: SealedBuffer): SourceRecord[];
  done(buffer: SealedBuffer): void;
  drop(stream: string): void;
};

const rowSchema = z.object({
  recordId: z.string(),
  arrival: z.number(),
  data: z.string(),
  kinesis: z.object({ shardId: z.string(), partitionKey: z.string(), sequenceNumber: z.string() }).optional(),
});

export function openBufferFiles(dir: string): BufferFiles {
  const opened = new Map<string, OpenBuffer>();
  const ends = new Map<string, number>();
  const folderOf = (stream: string) => join(dir, stream);
  const openFile = (stream: string) => join(folderOf(stream), 'open.jsonl');

  function open(stream: string): OpenBuffer | undefined {
    const known = opened.get(stream);
    if (known !== undefined) return known;
    if (dropTornLine(openFile(stream)) === 0) return undefined;
    const records = readRecords(openFile(stream));
    const bytes = records.reduce((sum, record) => sum + record.data.length, 0);
    const found = { bytes, since: statSync(openFile(stream)).mtimeMs };
    opened.set(stream, found);
    return found;
  }
  return {
    append(stream, records, now) {
      const before = open(stream);
      mkdirSync(folderOf(stream), { recursive: true });
      const rows = records.map((record) => `${JSON.stringify({ ...record, data: record.data.toString('base64') })}\n`);
      const end = ends.get(stream) ?? dropTornLine(openFile(stream));
      ends.set(stream, appendWhole(openFile(stream), Buffer.from(rows.join('')), end));
      const bytes = records.reduce((sum, record) => sum + record.data.length, before?.bytes ?? 0);
      const after = { bytes, since: before?.since ?? now };
      opened.set(stream, after);
      return after;
    },
    open,
    seal(stream) {
      if (open(stream) === undefined) return;
      const since = String(Math.trunc(open(stream)?.since ?? 0)).padStart(15, '0');
      renameSync(openFile(stream), join(folderOf(stream), `${since}-${randomUUID()}.sealed.jsonl`));
      opened.delete(stream);
      ends.delete(stream);
    },
    sealed(stream) {
      if (!existsSync(folderOf(stream))) return [];
      const names = readdirSync(folderOf(stream)).filter((name) => name.endsWith('.sealed.jsonl'));
      return names.sort().map((name) => ({
        id: name.slice(16, -'.sealed.jsonl'.length),
        file: join(folderOf(stream), name),
      }));
    },
    read: (buffer) => readRecords(buffer.file),
    done: (buffer) => rmSync(buffer.file, { force: true }),
    drop(stream) {
      opened.delete(stream);
      ends.delete(stream);
      rmSync(folderOf(stream), { recursive: true, force: true });
    },
  };
}

/** A line that a killed process left torn was never acknowledged; one that is damaged is kept beside the buffer. */
function readRecords(file: string): SourceRecord[] {
  const rows = splitLines(readFileSync(file)).lines.map((bytes, index) => ({
    bytes,
    number: index + 1,
    row: rowSchema.safeParse(parsedOrNothing(bytes.toString('utf8'))),
  }));
  keepAside(
    file,
    rows.filter(({ row }) => !row.success),
  );
  return rows.flatMap(({ row }) => {
    if (!row.success) return [];
    const { data, kinesis, ...rest } = row.data;
    return [{ ...rest, data: Buffer.from(data, 'base64'), ...(kinesis === undefined ? {} : { kinesis }) }];
  });
}

function parsedOrNothing(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
