import { existsSync, unlinkSync } from 'node:fs';
import { type Received, receive } from './body.ts';
import type { ChecksumName } from './checksum.ts';
import { checksumName } from './checksum.ts';
import { verify } from './checksum-fields.ts';
import type { Incoming } from './incoming.ts';
import type { ChecksumRecord } from './record.ts';

type Wanted = {
  readonly stated: ReadonlyMap<ChecksumName, string>;
  readonly algorithm: string | undefined;
  readonly contentMd5: string | undefined;
};

type Checked = { readonly received: Received; readonly checksum: ChecksumRecord | undefined };

/** Receives a body and compares it with every checksum that came with it; a file that does not match is gone. */
export async function receiveChecked(body: Incoming, path: string, wanted: Wanted): Promise<Checked> {
  const received = await receive(body, path, algorithms(body, wanted));
  try {
    return { received, checksum: verify(received, wanted) };
  } catch (error) {
    if (existsSync(path)) unlinkSync(path);
    throw error;
  }
}

/** AWS computes CRC64NVME where the client names nothing. */
function algorithms(body: Incoming, { stated, algorithm }: Wanted): ReadonlySet<ChecksumName> {
  if (stated.size > 0) return new Set(stated.keys());
  if (body.trailerChecksum) return new Set([body.trailerChecksum]);
  const named = algorithm === undefined ? undefined : checksumName(algorithm);
  return new Set([named ?? 'CRC64NVME']);
}
