import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { putLines } from '@tributary/cli/log-lines.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrivals } from '../changes/sample.ts';
import { clientEnvironment } from '../clients/environment.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { run } from '../harness/run.ts';
import { describeWith } from '../harness/servers.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the documents tell to type: the lines of their sh blocks, and `npx lake` inside a sentence. */
function commandsOf(name: string): readonly string[] {
  const text = readFileSync(join(root, name), 'utf8');
  const blocks = [...text.matchAll(/^( *)```sh\n(.*?)^ *```/gms)].flatMap(([, , body = '']) => body.trim().split('\n'));
  const spans = [...text.matchAll(/`(npx lake [^`]+)`/g)].map(([, span = '']) => span.replace(/\s+/g, ' '));
  return [...blocks, ...spans].map((line) => line.replace(/\s+#.*$/, '').trim());
}

/** Why a command is not run here. Everything else is. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/^npm ci && npm start$/, 'installs; `lake up` has a test of its own'],
  [/^npm test$/, 'runs this test'],
  [
    /^for service in .*serverless deploy --stage dev/,
    'deploys to AWS; every test’s lake is deployed by the same command',
  ],
  [/--stage dev/, 'asks the lake on AWS'],
  [/^npx lake up\b/, 'has a test of its own'],
  [/^npx lake changes init mysql:/, 'asks a database; has a test of its own with real ones'],
];

const documents = ['README.md', 'CONTRIBUTING.md'];
const commands = documents.flatMap((name) => commandsOf(name).map((command) => [name, command] as const));
const local = commands.filter(([, command]) => !elsewhere.some(([pattern]) => pattern.test(command)));
const settings = local.filter(([, command]) => command.startsWith('export '));

describe('the commands of the documents', () => {
  let lake: TestLake;
  const folder = mkdtempSync(join(tmpdir(), 'tributary-docs-'));

  beforeAll(async () => {
    const lines = gunzipSync(readFileSync(join(root, 'samples/haproxy/wire-rfc3164.log.gz')))
      .toString('utf8')
      .split('\n');
    const some = lines.slice(0, 400).join('\n');
    for (const name of ['access.log', 'some.log', 'lines']) writeFileSync(join(folder, name), some);
    writeFileSync(join(folder, 'access.log.gz'), gzipSync(some));
    for (const name of ['node_modules', 'samples', 'services', 'package.json'])
      symlinkSync(join(root, name), join(folder, name));
    lake = await startLake();
    const stream = { logGroupName: lake.names.haproxyLogGroup, logStreamName: 'documents' };
    await putLines(
      new CloudWatchLogsClient(lake.client),
      stream,
      (async function* () {
        yield* lines.slice(400, 800);
      })(),
    );
    const s3 = new S3Client(lake.client);
    for (const { key: Key, body: Body } of arrivals.filter(({ key }) => key.startsWith('raw/db/crm/accounts/')))
      await s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key, Body }));
    await eventually(
      () => lake.query('SELECT sum(requests) FROM integration_usage').catch(() => []),
      ([row]) => Number(row?.[0]) > 0,
      120_000,
    );
    await eventually(
      () => lake.query('SELECT count(*) FROM crm_accounts_history').catch(() => []),
      ([row]) => Number(row?.[0]) > 0,
      120_000,
    );
  });
  afterAll(async () => {
    await lake?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  test('there are some, and each reason for not running one is still needed', () => {
    expect(local.length).toBeGreaterThan(8);
    const unused = elsewhere.filter(([pattern]) => !commands.some(([, command]) => pattern.test(command)));
    expect(unused).toEqual([]);
  });

  const runs = async (command: string) => {
    const exports = settings.map(([, each]) => each).join('\n');
    const before = command.startsWith('aws ') ? `${exports}\n` : '';
    const script = `set -e\n${before}export AWS_ENDPOINT_URL=${lake.endpoint}\n${filledIn(command)}`;
    const { code, stdout, stderr } = await run('bash', ['-o', 'pipefail', '-c', script], {
      cwd: folder,
      env: { ...clientEnvironment },
    });
    expect({ code, stderr: code === 0 ? '' : stderr + stdout }).toEqual({ code: 0, stderr: '' });
    if (!command.startsWith('export')) expect(stdout).not.toBe('');
  };

  test.each(local.filter(([, command]) => !command.startsWith('aws ')))('%s: %s', (_, command) => runs(command));

  describeWith([{ name: 'aws', check: ['aws', '--version'] }], 'with the aws command', () => {
    test.each(local.filter(([, command]) => command.startsWith('aws ')))('%s: %s', (_, command) => runs(command));
  });
});

/** What stands for the reader's own: a configuration (`…`) or a table's name. */
function filledIn(command: string): string {
  return command
    .replace('--config …', '--config services/ingest/logs/haproxy.yml')
    .replaceAll('<table>', 'integration_requests');
}
