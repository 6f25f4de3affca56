import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../kernel/clock.ts';
import { resourceType } from '../../kernel/resource.ts';
import { createSmallCloud } from '../iam/small-cloud.ts';
import type { Ports } from './deploy.ts';
import { removeResources } from './remove.ts';
import type { StackResource } from './stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'remove-'));
afterAll(() => rmSync(folder, { recursive: true }));

const local = createSmallCloud({ stateDir: folder, clock: systemClock(() => {}) });
const removed: string[] = [];
const type = resourceType('T', {
  schema: z.record(z.string(), z.json()),
  replaceOn: [],
  create: async () => ({ physicalId: '', attributes: {} }),
  update: async (current) => current,
  remove: async ({ physicalId }) => void removed.push(physicalId),
});

const ports: Ports = {
  context: local.context,
  resources: new Map(),
  typeOf: () => type,
  record: () => {},
  keep: () => {},
  forget: () => {},
  resolveDynamic: async (properties) => properties,
  request: (logicalId) => ({ logicalId, stackName: 's', stackId: 's', generatedName: 'g', tags: {} }),
  now: () => 0,
};

const resource = (logicalId: string, physicalId: string, more: Partial<StackResource> = {}): StackResource => ({
  stackId: 's',
  logicalId,
  physicalId,
  type: 'T',
  attributes: {},
  properties: {},
  status: 'CREATE_COMPLETE',
  at: 0,
  dependsOn: [],
  ...more,
});

it('removes replaced resources in the order of their dependencies, and everything although old and new depend in a circle', async () => {
  const left = await removeResources(
    [
      resource('Queue', 'queue-old', { obsolete: true }),
      resource('Mapping', 'mapping-old', { obsolete: true, dependsOn: ['Queue'] }),
      resource('Queue', 'queue-new', { dependsOn: ['Mapping'] }),
    ],
    'delete',
    ports,
  );
  expect(left).toEqual([]);
  expect(removed).toEqual(['mapping-old', 'queue-old', 'queue-new']);
});
