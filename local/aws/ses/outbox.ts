import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../kernel/disk.ts';

/** Keeps a mail as it was sent; gives its id. */
export type Outbox = (message: Uint8Array) => string;

/** A folder with a file `<time>-<id>.eml` per mail, as programs for mail open it. */
export function createOutbox(folder: string, now: () => number): Outbox {
  return function keep(message) {
    const at = now();
    const id = `0102${at.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
    mkdirSync(folder, { recursive: true });
    replaceFile(join(folder, `${new Date(at).toISOString().replaceAll(':', '-')}-${id}.eml`), message);
    return id;
  };
}
