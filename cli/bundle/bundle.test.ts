import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { buildBundle } from './build.mjs';
import { freshBundle, stampOf } from './fresh.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tributary-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a bundle', () => {
  test('is taken while the files that it was made of are as they were', () => {
    const source = join(folder, 'main.ts');
    writeFileSync(source, 'export {}\n');
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify({ entry: 'main-1.mjs', inputs: [stampOf('main.ts', folder)] }),
    );
    const fresh = () => freshBundle(folder, folder);
    expect(fresh()).toBe(join(folder, 'main-1.mjs'));
    utimesSync(source, 1, 1);
    expect(fresh()).toBeUndefined();
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ entry: 'main-1.mjs', inputs: [] }));
    expect(fresh()).toBe(join(folder, 'main-1.mjs'));
    writeFileSync(join(folder, 'manifest.json'), '{"entry": "main-');
    expect(fresh()).toBeUndefined();
    rmSync(join(folder, 'manifest.json'));
    expect(fresh()).toBeUndefined();
  });

  test('of lake is fresh once it is built, and knows every source in it', async () => {
    const entry = await buildBundle();
    expect(freshBundle()).toBe(entry);
    const manifest = readFileSync(join(dirname(entry), 'manifest.json'), 'utf8');
    for (const source of ['cli/main.ts', 'cli/words/query.ts', 'cli/commands/query.ts', 'shared/names.ts'])
      expect(manifest).toContain(`"${source}"`);
    expect(manifest).not.toContain('local/');
  });
});

/** What is loaded when `lake query` asks: the pieces that it and the entry import before anything is called. */
function loadedFor(command: string, entry: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const load = (name: string): void => {
    if (texts.has(name)) return;
    const text = readFileSync(join(dirname(entry), name), 'utf8');
    texts.set(name, text);
    for (const [, next = ''] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) load(next);
  };
  load(basename(entry));
  const [piece = ''] = new RegExp(`${command}-[A-Z0-9]+\\.mjs`).exec(readFileSync(entry, 'utf8')) ?? [];
  load(piece);
  return texts;
}

test('what lake query loads is small, and holds neither another client nor what only an answer needs', async () => {
  const loaded = [...loadedFor('query', await buildBundle()).values()].join('');
  // Told by name: the pieces themselves are too long to be shown.
  const held = [
    'GetQueryExecution',
    'PutLogEvents',
    'AssumeRoleWithWebIdentity',
    'SendMessageBatch',
    '┌',
    'registerHooks',
  ];
  expect(held.filter((each) => loaded.includes(each))).toEqual(['GetQueryExecution']);
  expect(loaded.length).toBeLessThan(600_000);
});

test('lake says the same from its bundle as from its sources', async () => {
  const main = await buildBundle();
  const called = (module: string, options: readonly string[]) =>
    spawnSync(
      process.execPath,
      [...options, '-e', `import(${JSON.stringify(module)}).then(({ main }) => main(['replay', 'raw', '--help']))`],
      { encoding: 'utf8' },
    );
  const bundled = called(main, []);
  const source = called(fileURLToPath(new URL('../main.ts', import.meta.url)), ['--import', 'tsx']);
  expect(bundled).toMatchObject({ status: 0, stderr: '' });
  expect(bundled.stdout).toBe(source.stdout);
});
