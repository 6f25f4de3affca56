import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { describeWith } from '../harness/servers.ts';

const folder = fileURLToPath(new URL('../../.github/workflows', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const files = readdirSync(folder);
const text = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');

const programs = [
  { name: 'actionlint', check: ['actionlint', '-version'] as const },
  { name: 'shellcheck', check: ['shellcheck', '--version'] as const },
];

describeWith(programs, 'actionlint, with shellcheck', () => {
  test('finds nothing in the workflows', () => {
    const { status, stdout, stderr } = spawnSync('actionlint', [], { cwd: root, encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });
});

test.each(files)('%s takes actions by their commits, each with its version', (file) => {
  const uses = [...text(file).matchAll(/uses: (.+)/g)].map(([, action = '']) => action);
  const foreign = uses.filter((action) => !action.startsWith('./'));
  expect(foreign.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  expect(uses.length).toBeGreaterThan(0);
});

test.each(files)('%s is given no more than it needs, and no stored key', (file) => {
  const { permissions, jobs } = parse(text(file));
  expect(permissions).toMatchObject({ contents: 'read' });
  const all = [permissions, ...Object.values<{ permissions?: object }>(jobs).map((job) => job.permissions ?? {})];
  const writes = all.flatMap(Object.entries).filter(([, value]) => value === 'write');
  expect(writes.filter(([name]) => name !== 'id-token')).toEqual([]);
  expect(text(file)).not.toMatch(/secrets\.|AWS_SECRET_ACCESS_KEY|aws-access-key-id/);
});

test.each(files)('%s takes a pull request with no right to write', (file) => {
  if (!text(file).includes('pull_request')) return;
  expect(text(file)).not.toMatch(/pull_request_target|id-token|: write/);
});

test('a deployment waits for the one before it, and is of the environment that the role trusts', () => {
  const { deploy } = parse(text('deploy-stage.yml')).jobs;
  expect(deploy.environment).toBe('${' + '{ inputs.stage }}');
  expect(deploy.concurrency).toEqual({ group: 'deploy-${' + '{ inputs.stage }}', 'cancel-in-progress': false });
});

test('prod is deployed after dev, and the files that the workflows run are there', () => {
  expect(parse(text('deploy.yml')).jobs.prod.needs).toContain('dev');
  const scripts = files.flatMap((file) => [...text(file).matchAll(/npx tsx (\S+\.ts)/g)].map(([, path = '']) => path));
  expect(new Set(scripts).size).toBe(4);
  for (const path of scripts) expect(readFileSync(`${root}${path}`, 'utf8').length, path).toBeGreaterThan(0);
});
