import type { DataTest } from './data-tests.ts';
import type { Header } from './header.ts';

/** A test, and where the header has it. */
export type PlacedTest = { readonly test: DataTest; readonly path: readonly PropertyKey[] };

/** All tests of a header: those under its columns first, then its own. */
export function testsOf({ columns = {}, data_tests, tests }: Header): readonly PlacedTest[] {
  const ofColumns = Object.entries(columns).flatMap(([column, each]) => [
    ...(each.data_tests ?? []).map((test, at) => ({
      test: test(column),
      path: ['columns', column, 'data_tests', at],
    })),
    ...(each.tests ?? []).map((test, at) => ({ test: test(column), path: ['columns', column, 'tests', at] })),
  ]);
  return [
    ...ofColumns,
    ...(data_tests ?? []).map((test, at) => ({ test, path: ['data_tests', at] })),
    ...(tests ?? []).map((test, at) => ({ test, path: ['tests', at] })),
  ];
}
