import { type CopyState, copyState, type Note } from '../core/state.ts';
import type { CopyStore } from '../store/copy-store.ts';

/** What createCopyStore keeps in DynamoDB, for tests. */
export function createMemoryCopyStore(): CopyStore {
  const states = new Map<string, { state: string; revision: number }>();
  const notes = new Map<string, Map<string, Note>>();
  return {
    async read(id) {
      const found = states.get(id);
      const state: CopyState = copyState.parse(JSON.parse(found?.state ?? '{}'));
      return { state, revision: found?.revision ?? 0 };
    },
    async save(id, { revision }, next) {
      if ((states.get(id)?.revision ?? 0) !== revision) return false;
      states.set(id, { state: JSON.stringify(next), revision: revision + 1 });
      return true;
    },
    notes: async (id) => [...(notes.get(id)?.values() ?? [])].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    async addNote(id, note) {
      notes.set(id, (notes.get(id) ?? new Map()).set(note.id, note));
    },
    async removeNotes(id, gone) {
      for (const each of gone) notes.get(id)?.delete(each);
    },
  };
}
