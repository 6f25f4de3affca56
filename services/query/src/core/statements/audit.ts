import type { Rows } from '@tributary/shared/athena-rows.ts';
import type { Step } from '@tributary/shared/jobs/target.ts';
import { fillTemplate, identifier, text } from '@tributary/shared/sql.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from '../dataset.ts';
import { stagedName } from './staged.ts';

/** All tests of a dataset over its staged rows, in one SELECT: a row for each that fails, which says how often. */
export function auditStep(dataset: Dataset, databases: Databases, runId: string): Step {
  const each = dataset.tests.map(
    (test, at) => `SELECT ${at} AS "$test", ${text(`${test.name} (`)} || CAST(count(*) AS varchar) || ' rows)' AS fault
FROM (
${testSql(dataset, test, { databases, runId })}
) AS test${at}
HAVING count(*) > 0`,
  );
  return {
    name: 'audit',
    sql: `${each.join('\nUNION ALL\n')}\nORDER BY 1`,
    mustBeEmpty: true,
    expands: true,
    shows: ['fault'],
  };
}

const mostExamples = 3;

/** Of the first tests that failed, some rows. Where the dataset has sensitive columns, no column is shown that is not known to be none. */
export function exampleSteps(dataset: Dataset, databases: Databases, { rows }: Rows, runId: string): readonly Step[] {
  const { tests, sensitive, columns } = dataset;
  const shows = sensitive.length === 0 ? undefined : Object.keys(columns).filter((name) => !sensitive.includes(name));
  return rows.slice(0, mostExamples).flatMap(([at]) => {
    const test = tests[Number(at)];
    if (test === undefined) return [];
    const sql = `SELECT *\nFROM (\n${testSql(dataset, test, { databases, runId })}\n) AS test\nLIMIT 3`;
    return [{ name: test.name, sql, explains: true as const, shows }];
  });
}

type Where = { readonly databases: Databases; readonly runId: string };

function testSql({ table }: Dataset, { sql }: Dataset['tests'][number], { databases, runId }: Where): string {
  const lake = identifier(databases.lake);
  const rows = `${lake}.${identifier(stagedName(table, runId))}`;
  return fillTemplate(sql, { lake, raw: identifier(databases.raw), rows });
}
