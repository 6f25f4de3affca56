import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { admin } from '@tributary/local/kernel/caller.ts';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { arrivals, sorted, tables, truthAfter } from '../changes/sample.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

let lake: TestLake;
let s3: S3Client;

beforeAll(async () => {
  lake = await startLake();
  s3 = new S3Client(lake.client);
});

afterAll(() => lake.dispose());

/** Puts the files after the first so many, and up to so many, in the order in which they came. */
async function land(after: number, upTo: number): Promise<void> {
  for (const { key: Key, body: Body } of arrivals.slice(after, upTo))
    await s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key, Body }));
}

async function expectTruth(files: number): Promise<void> {
  const truth = truthAfter(files);
  for (const { name } of tables) {
    const rows = truth.get(name) ?? [];
    const columns = Object.keys(rows[0] ?? {});
    await within(async () => {
      const { rows: found } = await lake.ask(`SELECT ${columns.join(', ')} FROM ${name}_current`);
      const held = found.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])));
      expect(sorted(held), `${name} after ${files} files`).toEqual(sorted(rows));
    });
  }
}

/** Tries again until nothing is thrown. */
const within = (look: () => Promise<void>) => vi.waitFor(look, { timeout: 150_000, interval: 1000 });

/** Gives the functions of changes another changes.yml. */
async function declare(text: string): Promise<void> {
  for (const name of ['land-changes', 'plan-current', 'settle-current', 'reconcile-current']) {
    const FunctionName = `tributary-ingest-local-${name}`;
    const { Code } = await lake.cloud.call(admin, 'lambda', 'GetFunction', { FunctionName });
    const zip = new AdmZip();
    zip.addLocalFolder(fileURLToPath(Code?.Location ?? ''));
    zip.updateFile('changes/changes.yml', Buffer.from(JSON.stringify(parse(text))));
    await lake.cloud.call(admin, 'lambda', 'UpdateFunctionCode', { FunctionName, ZipFile: zip.toBuffer() });
  }
}

test('the sample lands, and its views are what the database held after three of its files', async () => {
  await land(0, 25);
  await expectTruth(25);
  await land(25, 40);
  await expectTruth(40);
}, 300_000);

test('current rows that become a table are filled from the history, and kept by MERGEs', async () => {
  const shipped = readFileSync(new URL('../../services/ingest/changes/changes.yml', import.meta.url), 'utf8');
  await declare(shipped.replaceAll(/^( +)key: \[(?=\w)/gm, '$1current: table\n$1key: ['));
  await within(async () => {
    const { rows } = await lake.ask("SELECT count(*) FROM information_schema.tables WHERE table_name LIKE '%_rows_%'");
    expect(rows).toEqual([['4']]);
  });
  await expectTruth(40);
  await land(40, 60);
  await expectTruth(60);
}, 300_000);
