import { describe, expect, test } from 'vitest';
import { datasetOf } from '../testing/dataset.ts';
import { datasetSteps } from './dataset-steps.ts';
import { explainFailure } from './locate.ts';

const place = {
  databases: { lake: 'lake', raw: 'raw' },
  lakeBucket: 'b',
  keep: { snapshotSeconds: 1, metadataFiles: 1 },
};
const dataset = datasetOf({
  select:
    'SELECT day, who, cost\nFROM {{lake}}.requests AS r\nJOIN {{lake}}.accounts AS a ON a.id = r.who WHERE {{days}} AND nonsense = 1',
});
const test1 = { name: 'costs', sql: 'SELECT *\nFROM {{rows}} WHERE costly' };

/** Where a word stands in a statement, as Athena says it. */
function lineOf(sql: string, word: string): string {
  const before = sql.slice(0, sql.indexOf(word)).split('\n');
  return `line ${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

const stepsOf = (of: typeof dataset) => datasetSteps(of, place, { units: [{ id: '2026-11-20' }], runId: 'r' });

describe('a mistake that Athena finds in a statement', () => {
  test.each([
    ['who', '10:13'],
    ['accounts', '12:15'],
    ['nonsense', `12:${'JOIN {{lake}}.accounts AS a ON a.id = r.who WHERE {{days}} AND '.length + 1}`],
  ])('is told at its place in the file: %s', (word, at) => {
    const [{ sql } = { sql: '' }] = stepsOf(dataset);
    const select = sql.indexOf(dataset.select.split('\n')[0] ?? '');
    const line = lineOf(`${sql.slice(0, select).replace(/[^\n]/g, ' ')}${sql.slice(select)}`, word);
    expect(explainFailure(dataset, sql, `COLUMN_NOT_FOUND: ${line}: no`)).toEqual({
      message: `COLUMN_NOT_FOUND: datasets/usage.sql:${at}: no`,
      where: `datasets/usage.sql:${at}`,
    });
  });

  test('in what a place was filled with is told where that begins', () => {
    const [{ sql } = { sql: '' }] = stepsOf(dataset);
    const { where } = explainFailure(dataset, sql, `X: ${lineOf(sql, `TIMESTAMP '2026-11-20`)}: no`);
    expect(where).toBe(`datasets/usage.sql:12:${'JOIN {{lake}}.accounts AS a ON a.id = r.who WHERE '.length + 1}`);
  });

  test('in a test names it', () => {
    const tested = { ...dataset, tests: [test1] };
    const audit = stepsOf(tested).find(({ name }) => name === 'audit')?.sql ?? '';
    expect(explainFailure(tested, audit, `X: ${lineOf(audit, 'costly')}: no`)).toEqual({
      message: 'X: datasets/usage.sql, line 2:21 of the test "costs": no',
      where: 'datasets/usage.sql',
    });
  });

  test('in what we have made around it, or without a place, is told as it is, and where the SELECT begins', () => {
    const [{ sql } = { sql: '' }] = stepsOf(dataset);
    const around = explainFailure(dataset, sql, 'TYPE_MISMATCH: line 1:1: no');
    expect(around).toEqual({ message: 'TYPE_MISMATCH: line 1:1: no', where: 'datasets/usage.sql:10:1' });
    expect(explainFailure(dataset, sql, 'DIVISION_BY_ZERO: no').where).toBe('datasets/usage.sql:10:1');
    expect(explainFailure(dataset, sql, '').where).toBe('datasets/usage.sql');
  });
});

test('values are not told where there are sensitive columns', () => {
  const message = `INVALID_CAST_ARGUMENT: Cannot cast 'jane@example.com' to BIGINT`;
  expect(explainFailure(dataset, '', message).message).toBe(message);
  expect(explainFailure({ ...dataset, sensitive: ['who'] }, '', message).message).toBe(
    `INVALID_CAST_ARGUMENT: Cannot cast '…' to BIGINT`,
  );
});
