import { describe, expect, it } from 'vitest';
import { startSelects } from '../testing/run-select.ts';
import { caught, passedOn } from '../testing/try-cases.ts';

describe('TRY, and what else keeps an error from being one', () => {
  const select = startSelects();

  // Of columns: what is constant DuckDB computes ahead, in another way.
  it.each(caught)('%s of %s is a value, of %s NULL', async (expression, good, bad) => {
    const of = `(VALUES (1, ${good}, ${good}), (2, ${bad}, ${bad})) AS t (i, s, n)`;
    const { rows } = await (await select)(`SELECT ${expression} FROM ${of} ORDER BY i`);
    expect(rows).toEqual([[expect.any(String)], [null]]);
  });

  it.each(passedOn)('%s of %s ends with %s, or is not covered', async (expression, bad, name) => {
    const failing = (await select)(`SELECT ${expression} FROM (VALUES (${bad}, ${bad})) AS t (s, n)`);
    await expect(failing).rejects.toMatchObject({ name: expect.stringMatching(`^(${name}|NOT_SUPPORTED)$`) });
  });

  it('gives each row its own answer, whatever stands beside it', async () => {
    const { rows } = await (await select)(
      `SELECT TRY(CAST(s AS integer)), TRY(CAST(s AS integer) + 1), TRY_CAST(s AS integer), s FROM (VALUES '1', 'a', '3') AS t (s) WHERE TRY(CAST(s AS integer) <> 3) IS DISTINCT FROM false ORDER BY s`,
    );
    expect(rows).toEqual([
      ['1', '2', '1', '1'],
      [null, null, null, 'a'],
    ]);
  });
});
