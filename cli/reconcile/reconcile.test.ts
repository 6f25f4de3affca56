import { expect, test } from 'vitest';
import { awaitReports } from './await-reports.ts';
import { leftBecause } from './left-because.ts';
import { renderReports } from './render-reports.ts';
import { isLeft, tellReport } from './tell-report.ts';

const sources = ['a', 'b', 'c'].map((name) => ({ folder: `raw/files/x/${name}/`, table: `x_${name}` }));
const report = (table: string, at: string) => ({
  table,
  from: `raw/files/x/${table.slice(2)}/`,
  at,
  raw_objects: 2,
  files: 2,
  bytes: 1024,
  rows: 1500,
  rescued: 0,
  missed: 0,
  orphaned: 0,
  partitions: 1,
  partitions_added: 0,
  partitions_removed: 0,
  drift: [],
  retyped: false,
});

test('reports that are newer than those before the request are waited for, but not of tables that are being made again', async () => {
  const reports = new Map([['x_a', report('x_a', 'old')]]);
  let pauses = 0;
  let asked = 0;
  const all = await awaitReports(sources, {
    readReport: async (table) => reports.get(table),
    leftBecause: async ({ table }) => (table === 'x_c' && asked > 0 ? 'being made again' : undefined),
    async ask() {
      asked += 1;
      reports.set('x_b', report('x_b', 'new'));
    },
    tell: () => undefined,
    stuck: () => '',
    async pause() {
      pauses += 1;
      if (pauses === 3) reports.set('x_a', report('x_a', 'new'));
    },
    now: () => 0,
  });
  expect(all.map(({ report: found, left }) => found?.at ?? left)).toEqual(['new', 'new', 'being made again']);
  expect({ asked, pauses }).toEqual({ asked: 1, pauses: 3 });
});

test('where nobody reports, those that are missing are named', async () => {
  let at = 0;
  const waiting = awaitReports(sources, {
    readReport: async (table) => (table === 'x_a' && at > 0 ? report('x_a', 'new') : undefined),
    leftBecause: async () => undefined,
    ask: async () => undefined,
    tell: () => undefined,
    stuck: (missing, minutes) => `${missing.map(({ table }) => table).join(', ')} for ${minutes} minutes`,
    async pause(millis) {
      at += millis;
    },
    now: () => at,
  });
  await expect(waiting).rejects.toThrow('x_b, x_c for 10 minutes');
});

test('what was found is told, with what is left to do', () => {
  const fine = report('x_a', 'new');
  expect([tellReport(fine), isLeft(fine)]).toEqual(['as it should be', false]);
  const mended = { ...fine, missed: 2, partitions_added: 1, partitions_removed: 1 };
  expect(tellReport(mended)).toBe(
    '2 objects that no event told of become rows now; 1 partition registered; 1 partition without a file unregistered',
  );
  expect(isLeft(mended)).toBe(false);
  const drifted = { ...fine, drift: [`total: bigint, ${'d'.repeat(200)}`], left: 'it is too large' };
  expect(isLeft(drifted)).toBe(true);
  expect(isLeft({ ...drifted, retyped: true })).toBe(false);
  expect(isLeft({ ...fine, orphaned: 1 })).toBe(true);
  const [source = { folder: '', table: '' }] = sources;
  const told = renderReports([{ source, report: drifted }], false, ' --stage dev');
  expect(told).toMatch(/│ x_a +│ +2 │ 1,500 │ 1 kB │/);
  expect(told).toMatch(
    / {2}x_a: other types are shown for total: bigint, d{50,110}…: the table stays, as it is too large. To make it again: lake retype x_a --stage dev\n/,
  );
  expect(renderReports([{ source, report: undefined, left: 'x_a is another’s' }], false, '')).toContain(
    'raw/files/x/a/: x_a is another’s',
  );
  expect(renderReports([], false, '')).toBe('There is no table of files yet.\n');
});

test('a folder is left whose table is being made again, or is of another folder', () => {
  const found = {
    version: '0',
    iceberg: false,
    columns: [],
    partitionKeys: [],
    isView: false,
    withColumns: () => ({ Name: '' }),
    changed: () => ({ Name: '' }),
  };
  const source = { folder: 'raw/files/x/a/', table: 'x_a' };
  const from = (folder: string) => ({ 'tributary.files.from': folder });
  expect(leftBecause(source, undefined)).toBeUndefined();
  expect(leftBecause(source, { ...found, parameters: from(source.folder) })).toBeUndefined();
  expect(leftBecause(source, { ...found, isView: true, parameters: from(source.folder) })).toContain('next time');
  expect(leftBecause(source, { ...found, parameters: from('raw/saas/x/a/') })).toContain('those of raw/saas/x/a/');
  expect(leftBecause(source, { ...found, parameters: {} })).toBe('x_a holds no files of it');
});
