import type { Received } from './body.ts';
import { type ChecksumName, checksumNames, isChecksum } from './checksum.ts';
import { badDigest, checkMd5, invalidRequest } from './fault.ts';
import type { ChecksumRecord } from './record.ts';

/** S3's ten checksum members, as requests and answers carry them. */
export type ChecksumFields = { readonly [name in `Checksum${ChecksumName}`]?: string | undefined };

/** The checksums that an input states, base64 by algorithm. */
export function statedIn(input: ChecksumFields): ReadonlyMap<ChecksumName, string> {
  const stated = new Map<ChecksumName, string>();
  for (const name of checksumNames) {
    const value = input[`Checksum${name}`];
    if (value !== undefined) stated.set(name, value);
    if (value !== undefined && !isChecksum(name, value.replace(/-\d+$/, '')))
      throw invalidRequest(`Value for x-amz-checksum-${name.toLowerCase()} header is invalid.`);
  }
  if (stated.size > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  return stated;
}

/** A checksum in the answer's member of its algorithm. */
export function checksumFields(checksum: ChecksumRecord | undefined): ChecksumFields & Pick<Described, 'ChecksumType'> {
  if (!checksum) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

/** A part's checksum; its type is the upload's. */
export function partChecksumFields(checksum: ChecksumRecord | undefined): ChecksumFields {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {};
}

type Described = { readonly ChecksumType?: ChecksumRecord['type'] };

type Expectation = {
  readonly stated: ReadonlyMap<ChecksumName, string>;
  readonly contentMd5: string | undefined;
};

/** Compares what was stated (headers, trailers, Content-MD5) with what arrived; throws BadDigest. The one to keep is returned. */
export function verify(received: Received, { stated, contentMd5 }: Expectation): ChecksumRecord | undefined {
  if (contentMd5 !== undefined) checkMd5(contentMd5, received.etag);
  for (const [name, value] of [...stated, ...received.stated]) {
    if (received.digests.get(name) !== value) throw badDigest(name);
  }
  const kept = [...received.digests][0];
  return kept && { algorithm: kept[0], value: kept[1], type: 'FULL_OBJECT' };
}
