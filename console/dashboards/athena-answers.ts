import { allRows, ended, start } from '../aws/athena.ts';
import { lake } from '../lake/names.ts';
import { createAnswers } from './answers.ts';

/** More points than that no chart asks for. */
const mostRows = 10_000;

/** What Athena has answered to this page. */
export const answers = createAnswers(async (sql, signal) => {
  const { names } = await lake();
  const executionId = await start({ sql, database: names.lakeDatabase, workGroup: names.workGroup }, signal);
  const { Statistics } = await ended(executionId, { signal });
  const { rows } = await allRows(executionId, mostRows);
  return { rows, scannedBytes: Statistics?.DataScannedInBytes ?? 0, at: new Date() };
});
