import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deployStep } from './deploy-step.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-step-'));
const log = join(folder, 'query.log');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a deployment is at the last line of its log; before there is one, it waits for its turn', () => {
  expect(deployStep(log, 0)).toBe('its turn, after another process that deploys it');
  writeFileSync(log, '');
  expect(deployStep(log, 0)).toBe('starting serverless');
  writeFileSync(log, 'Packaging\n\u001b[33mUpdating CloudFormation stack\u001b[39m\n\n');
  expect(deployStep(log, 0)).toBe('Updating CloudFormation stack');
  expect(deployStep(log, Date.now() + 60_000)).toBe('its turn, after another process that deploys it');
});
