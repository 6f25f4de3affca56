import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import { createLandingForTests } from '@tributary/ingest/changes/landing/landing-for-tests.ts';
import { expect } from 'vitest';
import { createChangesLake, type Row } from './changes-lake.ts';

const dms = fileURLToPath(new URL('../../samples/dms', import.meta.url));
export const changes = readChanges(
  readFileSync(new URL('../../services/ingest/changes/changes.yml', import.meta.url), 'utf8'),
);
export const tables = changes.sources.flatMap((source) => source.tables).filter(({ key }) => key.length > 0);

export const arrivals = readFileSync(`${dms}/files.tsv`, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([key = '', file = ''], at) => ({ seq: at + 1, key, body: readFileSync(`${dms}/${file}`) }));

export const beganAt = Date.UTC(2026, 10, 18, 12);

/** What each table held after so many files, in every column as text. */
export function truthAfter(files: number): ReadonlyMap<string, readonly Row[]> {
  const truth = new Map<string, Row[]>();
  const lines = gunzipSync(readFileSync(`${dms}/truth/${String(files).padStart(3, '0')}.ndjson.gz`)).toString();
  for (const line of lines.trim().split('\n')) {
    const { table, row }: { readonly table: string; readonly row: Row } = JSON.parse(line);
    truth.set(table, [...(truth.get(table) ?? []), row]);
  }
  return truth;
}

/** Athena writes doubles as Java does, the truth as MariaDB. */
const plain = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name === 'price' && value !== null ? String(Number(value)) : value,
    ]),
  );

export const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(plain(row))).toSorted();

/** The same on every run. */
export function shuffled<T>(all: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return all
    .map((each) => ({ each, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ each }) => each);
}

export async function land(files: number, order: (events: readonly unknown[]) => readonly unknown[]) {
  const landing = createLandingForTests(changes);
  const events = arrivals
    .filter(({ seq }) => seq <= files)
    .map(({ seq, key, body }) => landing.put(key, body, beganAt + seq * 1000));
  for (const event of order(events)) await landing.land(event);
  expect(landing.events).toEqual([]);
  const lake = await createChangesLake(changes, landing.lake.objects);
  const paths = (table: string) =>
    [...landing.lake.objects.keys()]
      .filter((key) => key.startsWith(`lake/${table}_changes/`))
      .map((key) => `s3://bucket/${key}`);
  return { ...lake, paths };
}
