import { createKeptState, type Kept as KeptState } from '@tributary/shared/jobs/dynamo/kept-state.ts';
import type { JobsTable } from '@tributary/shared/jobs/dynamo/table.ts';
import * as z from 'zod';
import { type CopyState, copyState, type Note, note as noteSchema } from '../core/state.ts';

export type Kept = KeptState<CopyState>;

/** What is known of copies, and what publications said that no copy has heeded yet. */
export type CopyStore = {
  readonly read: (id: string) => Promise<Kept>;
  /** False where somebody has saved another state since it was read. */
  readonly save: (id: string, kept: Kept, next: CopyState) => Promise<boolean>;
  readonly notes: (id: string) => Promise<readonly Note[]>;
  /** The same note again is the same. */
  readonly addNote: (id: string, note: Note) => Promise<void>;
  readonly removeNotes: (id: string, notes: readonly string[]) => Promise<void>;
};

const keptSeconds = 14 * 86_400;

/** In the jobs' table, under `egress#<copy>`. */
export function createCopyStore(table: JobsTable): CopyStore {
  const pk = (id: string) => `egress#${id}`;
  const states = createKeptState(table, (stored = {}) => copyState.parse(stored));
  return {
    read: (id) => states.read({ pk: pk(id), sk: 'state' }),
    save: (id, kept, next) => states.save({ pk: pk(id), sk: 'state' }, kept, next),
    async notes(id) {
      const found: Note[] = [];
      let from: Awaited<ReturnType<JobsTable['query']>>['next'];
      do {
        const page = await table.query({ pk: pk(id), sk: 'note#' }, from === undefined ? {} : { from });
        found.push(...page.items.map(readNote));
        from = page.next;
      } while (from !== undefined);
      return found;
    },
    async addNote(id, note) {
      await table.update(
        { pk: pk(id), sk: `note#${note.id}` },
        {
          update: 'SET note = :note, expiresAt = :expires',
          values: { ':note': JSON.stringify(note), ':expires': Math.floor(note.at / 1_000) + keptSeconds },
        },
      );
    },
    async removeNotes(id, notes) {
      for (const each of notes)
        await table.remove({ pk: pk(id), sk: `note#${each}` }, { condition: 'attribute_exists(pk)' });
    },
  };
}

function readNote(found: unknown): Note {
  return noteSchema.parse(JSON.parse(z.object({ note: z.string() }).parse(found).note));
}
