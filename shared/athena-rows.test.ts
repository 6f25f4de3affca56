import { expect, test } from 'vitest';
import { createGetRows } from './athena-rows.ts';

const row = (...values: readonly (string | undefined)[]) => ({
  Data: values.map((VarCharValue) => ({ VarCharValue })),
});
const ColumnInfo = [
  { Name: 'day', Type: 'date' },
  { Name: 'cost', Type: 'decimal', Precision: 10, Scale: 2 },
];

function athenaOf(...pages: readonly object[]) {
  const asked: unknown[] = [];
  const send = async ({ input }: { readonly input: unknown }) => {
    asked.push(input);
    return pages[asked.length - 1];
  };
  return { asked, getRows: createGetRows({ send: Object.assign(send) }) };
}

test('rows of a SELECT come without the line of names, over pages, no more than asked for', async () => {
  const { asked, getRows } = athenaOf(
    {
      NextToken: 'n',
      ResultSet: { ResultSetMetadata: { ColumnInfo }, Rows: [row('day', 'cost'), row('2026-11-20', '1.50')] },
    },
    { ResultSet: { Rows: [row('2026-11-21', undefined), row('2026-11-22', '3')] } },
  );
  expect(await getRows('q', 2)).toEqual({
    columns: [
      { name: 'day', type: 'date' },
      { name: 'cost', type: 'decimal(10,2)' },
    ],
    rows: [
      ['2026-11-20', '1.50'],
      ['2026-11-21', undefined],
    ],
  });
  expect(asked).toEqual([
    { QueryExecutionId: 'q', MaxResults: 3 },
    { QueryExecutionId: 'q', MaxResults: 1, NextToken: 'n' },
  ]);
});

test('a page has 1,000 at most', async () => {
  const { asked, getRows } = athenaOf({ ResultSet: { Rows: [] } });
  expect(await getRows('q', 1_000)).toEqual({ columns: [], rows: [] });
  expect(asked).toEqual([{ QueryExecutionId: 'q', MaxResults: 1_000 }]);
});
