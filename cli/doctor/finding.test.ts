import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { declaredFindings } from './declared.ts';
import { examine, ok, wrong } from './finding.ts';
import { machineFindings } from './machine.ts';
import { jsonOfFindings, renderFindings } from './render.ts';
import { named } from './testing/answering.ts';

test('checks are told in their order; what is refused is unsure, what the local cloud lacks is not asked', async () => {
  const failing = (error: Error) => () => Promise.reject(error);
  const found = await examine([
    { of: 'slow', look: async () => new Promise((resolve) => setTimeout(() => resolve([ok('slow', 'fine')]), 5)) },
    { of: 'denied', look: failing(named('AccessDenied', 'you may not')) },
    { of: 'uncovered', look: failing(named('NotImplemented')) },
    { of: 'none', look: async () => [] },
    { of: 'down', look: failing(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })) },
  ]);
  expect(found.map(({ of, state }) => [of, state])).toEqual([
    ['slow', 'ok'],
    ['denied', 'unsure'],
    ['uncovered', 'not asked'],
    ['down', 'unsure'],
  ]);
  expect(found[1]?.words).toBe('could not be looked at: AccessDenied: you may not');
});

test('each finding has its mark, what is wrong the command that mends it, and the sum is last', () => {
  const findings = [ok('bus', 'is there'), wrong('raw', 'is not there', 'deploy it')];
  const text = renderFindings(findings, false);
  expect(text).toBe('✓ bus: is there\n✗ raw: is not there\n    mend deploy it\n\n1 thing wrong\n');
  expect(renderFindings([ok('bus', 'is there')], false)).toContain('Nothing is wrong\n');
  expect(renderFindings(findings, true)).toContain('\u001b[31m✗');
  expect(JSON.parse(jsonOfFindings(findings, 'dev'))).toEqual({ stage: 'dev', wrong: true, findings });
});

test('Node is told from an older one, number by number', async () => {
  const stateOf = async (version: string) => (await machineFindings(version))[0];
  for (const version of ['20.19.0', '20.20.2', '24.1.0']) expect(await stateOf(version)).toMatchObject({ state: 'ok' });
  for (const version of ['20.9.0', '18.30.0']) expect(await stateOf(version)).toMatchObject({ state: 'wrong' });
  expect(await machineFindings('24.0.0', '/nowhere/')).toContainEqual(
    expect.objectContaining({ of: 'serverless', state: 'wrong', mend: 'npm ci' }),
  );
});

test('what the services declare can be read, and a mistake is told with its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-doctor-'));
  try {
    for (const path of [
      'query',
      'enrich',
      'ingest/logs',
      'ingest/events',
      'ingest/changes',
      'ingest/parameters.yml',
      'catalog/tables.yml',
      'catalog/parameters.yml',
    ])
      cpSync(new URL(`../../services/${path}`, import.meta.url), join(folder, path), {
        recursive: true,
        filter: (source) => !/node_modules|\.serverless/.test(source),
      });
    expect((await declaredFindings(`${folder}/`)).filter(({ state }) => state !== 'ok')).toEqual([]);
    writeFileSync(join(folder, 'ingest/events/routes.yml'), 'routes: 5\n');
    expect((await declaredFindings(`${folder}/`)).filter(({ state }) => state !== 'ok')).toMatchObject([
      { of: 'services/ingest/events/routes.yml', state: 'wrong', words: expect.stringContaining('routes') },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
