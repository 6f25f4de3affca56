import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Changes } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';

const file = fileURLToPath(import.meta.resolve('@tributary/ingest/changes/changes.yml'));

/** The databases that the lake declares. Throws DeclarationError. */
export function declaredChanges(): Changes {
  return readChanges(readFileSync(file, 'utf8'), file);
}
