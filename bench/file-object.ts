import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { RawObject } from '@tributary/shared/objects/raw-object.ts';

/** Works on a file as if it were an object of the raw bucket. */
export async function withFileObject<T>(path: string, work: (object: RawObject) => Promise<T>): Promise<T> {
  const input = openSync(path, 'r');
  const { size } = fstatSync(input);
  try {
    return await work({
      versionId: 'v1',
      which: 'v1',
      modifiedAt: Date.now(),
      otherVersions: async () => [],
      readRange: async (offset, length) => {
        const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)));
        readSync(input, bytes, 0, bytes.length, offset);
        return { bytes, size };
      },
    });
  } finally {
    closeSync(input);
  }
}
