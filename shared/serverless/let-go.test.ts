import { describe, expect, test } from 'vitest';
import type { Version } from './bucket.ts';
import { fakeFramework } from './fake-framework.ts';
import { fakeStack } from './fake-stack.ts';
import { letGo } from './let-go.ts';

const resources = {
  Raw: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'RetainExceptOnCreate' },
  Results: { Type: 'AWS::S3::Bucket' },
  ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' },
  Letters: { Type: 'AWS::SQS::Queue' },
  Empty: { Type: 'AWS::SQS::Queue' },
};

/** What a removal does to a stack with these resources, whose results bucket holds so many objects. */
async function removal({ objects = 0, exists = true, deployed = resources } = {}) {
  const did: string[] = [];
  const told: string[] = [];
  let left: Version[] = Array.from({ length: objects }, (_, at) => ({ Key: `k${at}`, VersionId: `v${at}` }));
  const ports = {
    open: async () => fakeStack({ exists, resources: deployed }),
    bucketOf: async (_framework: unknown, name: string) => ({
      name,
      refuseWrites: async () => void did.push(`refuse ${name}`),
      someVersions: async () => left.slice(0, 1000),
      remove: async (versions: readonly Version[]) => {
        did.push(`remove ${versions.length} of ${name}`);
        left = left.slice(versions.length);
      },
    }),
    messagesIn: async (_framework: unknown, url: string) => (url.includes('Letters') ? 3 : 0),
  };
  const log = {
    notice: (text: string) => void told.push(text),
    warning: (text: string) => void told.push(`warning: ${text}`),
  };
  await letGo(fakeFramework({}), () => ports, log)['before:remove:remove']?.();
  return { did, told: told.join('\n') };
}

describe('before a stack goes', () => {
  test('its bucket of results takes no more, and is emptied a thousand versions at a time', async () => {
    const { did, told } = await removal({ objects: 2_001 });
    expect(did).toEqual([
      'refuse Results-id',
      'remove 1000 of Results-id',
      'remove 1000 of Results-id',
      'remove 1 of Results-id',
    ]);
    expect(told).toContain('2,001 objects of Results-id removed');
  });

  test('it is told what stays, and which messages are lost', async () => {
    const { told } = await removal();
    expect(told).toMatch(/warning: 3 messages go with the queue Letters-id/);
    expect(told).not.toContain('Empty');
    expect(told).toMatch(/Stays[^\n]*\n {2}AWS::S3::Bucket Raw-id$/);
  });

  test('nothing is done where there is none', async () => {
    expect(await removal({ exists: false })).toEqual({ did: [], told: '' });
  });
});
