import { notCovered } from '../../kernel/error.ts';

/** Members that mean something which is not done here: a request with one of them is refused, not half obeyed. */
const refused: Readonly<Record<string, string>> = {
  SSECustomerAlgorithm: 'encryption with keys of the customer (SSE-C)',
  SSECustomerKey: 'encryption with keys of the customer (SSE-C)',
  SSECustomerKeyMD5: 'encryption with keys of the customer (SSE-C)',
  CopySourceSSECustomerAlgorithm: 'encryption with keys of the customer (SSE-C)',
  CopySourceSSECustomerKey: 'encryption with keys of the customer (SSE-C)',
  CopySourceSSECustomerKeyMD5: 'encryption with keys of the customer (SSE-C)',
  SSEKMSEncryptionContext: 'encryption context',
  ObjectLockEnabledForBucket: 'Object Lock',
  ObjectLockMode: 'Object Lock',
  ObjectLockRetainUntilDate: 'Object Lock',
  ObjectLockLegalHoldStatus: 'Object Lock',
  BypassGovernanceRetention: 'Object Lock',
  WriteOffsetBytes: 'appending (directory buckets)',
  IfMatchInitiatedTime: 'condition on the time of an upload (directory buckets)',
  IfMatchLastModifiedTime: 'condition on the time of an object (directory buckets)',
  IfMatchSize: 'condition on the size of an object (directory buckets)',
};

/** Throws NotImplemented, naming the member and what it belongs to. */
export function refuseUncovered(members: ReadonlyMap<string, unknown>): void {
  for (const [name, what] of Object.entries(refused)) {
    const given = members.get(name);
    if (given !== undefined && given !== false) throw notCovered(`S3's ${what}: ${name}`);
  }
}
