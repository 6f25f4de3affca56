import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNames } from '@tributary/shared/names.ts';
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
    for (const source of [
      'cli/main.ts',
      'cli/words/query.ts',
      'cli/commands/query.ts',
      'shared/names.ts',
      'shared/names.yml',
    ])
      expect(manifest).toContain(`"${source}"`);
    expect(manifest).not.toContain('local/aws/');
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
  const others = [
    'PutLogEvents',
    'AssumeRoleWithWebIdentity',
    'SendMessageBatch',
    'ConditionalCheckFailed',
    '┌',
    'registerHooks',
    'YAMLParseError',
    'ZodError',
  ];
  expect(['GetQueryExecution', ...others].filter((each) => loaded.includes(each))).toEqual(['GetQueryExecution']);
  expect(loaded.length).toBeLessThan(350_000);
});

test('the names that were read when the bundle was made are those of the files', async () => {
  const entry = await buildBundle();
  const bodies: string[] = [];
  const server = createServer((incoming, outgoing) => {
    incoming.on('data', (chunk) => bodies.push(String(chunk)));
    incoming.on('end', () => outgoing.writeHead(400).end('{"__type":"InvalidRequestException","message":"no"}'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const script = `import(${JSON.stringify(entry)}).then(({ main }) => main(['query', 'SELECT 1']))`;
  const env = { ...process.env, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, LAKE_PREFIX: 'acme' };
  const child = spawn(process.execPath, ['-e', script], { env, stdio: 'ignore' });
  expect(await once(child, 'close')).toEqual([1, null]);
  server.close();
  const names = readNames({ stage: 'local', account: '000000000000', prefix: 'acme' });
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
    WorkGroup: names.workGroup,
    QueryExecutionContext: { Database: names.lakeDatabase },
  });
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
