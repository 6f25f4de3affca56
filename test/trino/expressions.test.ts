import { caught, passedOn } from '@tributary/local/sql/testing/try-cases.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTrino, type Trino, whyNoTrino } from './trino.ts';

const missing = whyNoTrino();

describe.skipIf(missing !== undefined)(missing === undefined ? 'TRY on Trino' : `skipped: ${missing}`, () => {
  let trino: Trino;

  beforeAll(async () => {
    // No table is read.
    trino = await startTrino('http://127.0.0.1:1');
  });
  afterAll(() => trino?.stop());

  test('gives NULL for what the local Athena gives NULL for', async () => {
    const each = caught.map(([expression, good, bad], at) => {
      const of = `(VALUES (1, ${good}, ${good}), (2, ${bad}, ${bad})) AS t (i, s, n)`;
      return `SELECT ${at}, array_agg((${expression}) IS NULL ORDER BY i) FROM ${of}`;
    });
    const found: unknown[] = [];
    for (let at = 0; at < each.length; at += 20)
      found.push(...(await trino.query(each.slice(at, at + 20).join('\nUNION ALL\n'))));
    expect(found.toSorted()).toEqual(caught.map((_, at) => [at, [false, true]]).toSorted());
  });

  test.each(passedOn)('%s of %s ends with %s', async (expression, bad, name) => {
    await expect(trino.query(`SELECT ${expression} FROM (VALUES (${bad}, ${bad})) AS t (s, n)`)).rejects.toThrow(name);
  });
});
