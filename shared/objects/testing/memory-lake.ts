import type { LakeObjects } from '../lake-objects.ts';

export type MemoryLake = LakeObjects & {
  readonly objects: Map<string, Buffer>;
  /** S3's `Object Created`, in order. */
  readonly created: string[];
  /** Every call after so many more throws, as if the function had been killed there; without a number none does. */
  killAfter(calls?: number): void;
};

export class KilledError extends Error {
  override readonly name = 'KilledError';
}

/** The lake bucket in memory. */
export function createMemoryLake(): MemoryLake {
  const objects = new Map<string, Buffer>();
  const created: string[] = [];
  let left = Number.POSITIVE_INFINITY;
  const call = () => {
    if (left <= 0) throw new KilledError();
    left -= 1;
  };
  const put = (key: string, body: Buffer) => {
    objects.set(key, body);
    created.push(key);
  };
  return {
    objects,
    created,
    killAfter(calls = Number.POSITIVE_INFINITY) {
      left = calls;
    },
    async write(key, body) {
      call();
      put(key, body);
    },
    async writeNew(key, body) {
      call();
      if (objects.has(key)) return false;
      put(key, body);
      return true;
    },
    async readText(key) {
      call();
      const body = objects.get(key);
      if (body === undefined) throw new Error(`no ${key}`);
      return body.toString();
    },
    async list(prefix) {
      call();
      return [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
    },
    async remove(key) {
      call();
      objects.delete(key);
    },
  };
}
