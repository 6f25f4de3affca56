import type { RawObject } from '../raw-object.ts';

type Of = Partial<Pick<RawObject, 'versionId' | 'modifiedAt' | 'otherVersions'>>;

/** An object of the raw bucket in memory. */
export function memoryObject(
  bytes: Buffer,
  { versionId, modifiedAt = 0, otherVersions = async () => [] }: Of = {},
): RawObject {
  return {
    versionId,
    which: `${versionId}`,
    modifiedAt,
    otherVersions,
    readRange: async (offset, length) => ({
      bytes: Buffer.from(bytes.subarray(offset, offset + length)),
      size: bytes.length,
    }),
  };
}
