import { AthenaClient } from '@aws-sdk/client-athena';
import { type Answer, createAsk } from '../athena.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { interruptible } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import { UsageError } from '../usage.ts';

export type QueryFlags = TargetFlags & {
  readonly json?: true | undefined;
  readonly csv?: true | undefined;
  readonly database?: string | undefined;
  readonly maxRows: number;
};

/** `lake query "SQL"`: a table on the terminal, `--json` (one object per line) or `--csv` for programs. */
export async function query(sql: string, flags: QueryFlags): Promise<number> {
  if (sql.trim() === '')
    throw new UsageError('The statement is empty. Write it as one argument: lake query "SELECT …"');
  const target = targetOf(flags);
  const names = await namesOf(target);
  const ask = createAsk(new AthenaClient(target.client));
  const { maxRows, database = names.lakeDatabase } = flags;
  const answer = await interruptible('Interrupted; the statement is stopped.', ({ signal }) =>
    ask({ sql, database, workGroup: names.workGroup, maxRows }, signal),
  );
  await write(process.stdout, await rendered(answer, flags));
  return 0;
}

/** Loaded once there is something to show. */
async function rendered(answer: Answer, { json, csv }: QueryFlags): Promise<string> {
  const { renderCsv, renderJson } = await import('../terminal/rows.ts');
  if (json) return renderJson(answer);
  if (csv) return renderCsv(answer);
  const { renderTable } = await import('../terminal/table.ts');
  const table = `${renderTable(answer, process.stdout.isTTY)}\n`;
  if (!process.stdout.isTTY) return table;
  return `${table}${answer.rows.length} rows, ${answer.scannedBytes} bytes scanned, ${answer.elapsedMs} ms\n`;
}
