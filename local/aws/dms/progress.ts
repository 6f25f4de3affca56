import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../kernel/disk.ts';

const schema = z.object({
  server: z.string(),
  position: z.object({ file: z.string(), position: z.number(), gtid: z.string() }),
  /** Of the last transaction, in epoch seconds. */
  committedAt: z.number(),
  /** The time in the last file's name. */
  lastFile: z.number(),
  /** Tables whose full load is done, `schema.table`. */
  loaded: z.array(z.string()),
});

/** How far a replication has come: all before the position is in files. */
export type Progress = z.infer<typeof schema>;

export type ProgressFile = {
  /** Undefined where nothing was done yet, or cannot be read. */
  read(): Progress | undefined;
  write(progress: Progress): void;
};

export function openProgress(file: string): ProgressFile {
  mkdirSync(dirname(file), { recursive: true });
  return {
    read: () => schema.safeParse(parse(file)).data,
    write: (progress) => replaceFile(file, Buffer.from(`${JSON.stringify(progress)}\n`)),
  };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
