import type { LakeObjects } from '@tributary/shared/objects/lake-objects.ts';

export type CountedLake = {
  readonly lake: LakeObjects;
  /** How much was written since it was asked last. */
  readonly takeBytes: () => number;
};

/** A lake that counts what is written and lets it go, but for the notes of attempts, which are asked for again. */
export function createCountedLake(): CountedLake {
  const notes = new Map<string, string>();
  let bytes = 0;
  const lake: LakeObjects = {
    async write(key, body) {
      bytes += body.length;
      if (key.startsWith('attempts/')) notes.set(key, `${body}`);
    },
    async writeNew(key, body) {
      if (notes.has(key)) return false;
      notes.set(key, `${body}`);
      return true;
    },
    readText: async (key) => notes.get(key) ?? '',
    list: async () => [],
    async remove(key) {
      notes.delete(key);
    },
  };
  return {
    lake,
    takeBytes() {
      const taken = bytes;
      bytes = 0;
      return taken;
    },
  };
}
