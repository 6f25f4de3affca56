import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { didYouMean } from '../sql/mistake.ts';
import type { DataTest } from './data-tests.ts';
import type { Header } from './header.ts';
import type { Senseless } from './senseless.ts';
import { literal } from './test-sql.ts';
import { testsOf } from './tests-of.ts';

/** Tests of columns that are not there, and of values that a column cannot have. */
export function testMistakes(header: Header): readonly Senseless[] {
  return testsOf(header).flatMap(({ test, path }) => [
    ...unknownColumns(test, header).map((message) => ({ path, message })),
    ...wrongValues(test, header).map((message) => ({ path, message })),
  ]);
}

function unknownColumns(test: DataTest, { columns = {} }: Header): readonly string[] {
  const names = Object.keys(columns);
  return columnsOf(test)
    .filter((column) => columns[column] === undefined)
    .map((column) => `${column} is not in columns${didYouMean(nearMiss(column, names))}`);
}

function columnsOf(test: DataTest): readonly string[] {
  if (test.kind === 'not_null' || test.kind === 'unique') return test.columns;
  return test.kind === 'accepted_values' || test.kind === 'relationships' ? [test.column] : [];
}

function wrongValues(test: DataTest, { columns = {} }: Header): readonly string[] {
  const type = test.kind === 'accepted_values' ? columns[test.column]?.type : undefined;
  if (test.kind !== 'accepted_values' || type === undefined) return [];
  return test.values
    .filter((value) => literal(value, type) === undefined)
    .map((value) => `${test.column} is a ${type}, and cannot be ${JSON.stringify(value)}`);
}
