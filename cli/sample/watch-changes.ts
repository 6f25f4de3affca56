import type { Answer } from '../athena.ts';
import type { PatientProgress } from '../terminal/patient-progress.ts';
import type { ChangesSample } from './changes.ts';
import { countRow, type Lake, thousands, until } from './watch.ts';

/** Follows the rows of the sample's databases into their history. */
export async function watchChanges(lake: Lake, { tables }: ChangesSample, progress: PatientProgress): Promise<void> {
  const all = tables.reduce((sum, { rows }) => sum + rows, 0);
  if (all === 0) return;
  const count = async ({ name }: ChangesSample['tables'][number]) => {
    const [rows = 0] = await countRow(lake, `SELECT count(*) FROM ${name}_changes`);
    return rows;
  };
  await until(
    async () => (await Promise.all(tables.map(count))).reduce((sum, rows) => sum + rows, 0),
    (rows) => rows >= all,
    (rows) => progress.running(`${thousands(rows)} of ${thousands(all)} rows of databases are in their history`),
    {
      stage: `${lake.prefix}-ingest-local-land-changes`,
      fills: 'the tables …_changes',
      endpoint: lake.endpoint,
      progress,
    },
  );
  progress.done(`${thousands(all)} rows and changes of ${tables.length} tables of databases are in their history`);
}

/** What one of the sample's tables holds now, where it is declared; waits until there is a view that says so. */
export async function currentAccounts(
  lake: Lake,
  { tables }: ChangesSample,
  progress: PatientProgress,
): Promise<Answer | undefined> {
  if (!tables.some(({ name }) => name === 'crm_accounts')) return undefined;
  await until(
    () => countRow(lake, 'SELECT count(*) FROM crm_accounts_current'),
    ([rows = 0]) => rows > 0,
    () => progress.running('crm_accounts_current is being made'),
    {
      stage: `${lake.prefix}-ingest-local-plan-current`,
      fills: 'crm_accounts_current',
      endpoint: lake.endpoint,
      progress,
    },
  );
  return lake.ask({ sql: accountsSql, database: lake.database, workGroup: lake.workGroup });
}

export const accountsSql = `SELECT coalesce(plan, '(none)') AS plan, count(*) AS accounts, sum(mrr) AS mrr, max(updated_at) AS last_change
FROM crm_accounts_current
GROUP BY 1
ORDER BY 2 DESC, 1`;
