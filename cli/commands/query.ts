import { parseArgs } from 'node:util';
import { AthenaClient } from '@aws-sdk/client-athena';
import { createAsk } from '../athena.ts';
import { namesOf, targetOf, targetOptions } from '../target.ts';
import { renderCsv, renderJson, renderTable } from '../terminal/table.ts';
import { UsageError } from '../usage.ts';

/** `lake query "SQL"`: a table on the terminal, `--json` (one object per line) or `--csv` for programs. */
export async function query(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...targetOptions,
      json: { type: 'boolean' },
      csv: { type: 'boolean' },
      database: { type: 'string' },
      'max-rows': { type: 'string', default: '10000' },
    },
  });
  const [sql, ...more] = positionals;
  if (sql === undefined || more.length > 0)
    throw new UsageError('Write the statement as one argument: lake query "SELECT …"');
  const maxRows = Number(values['max-rows']);
  if (!Number.isInteger(maxRows) || maxRows < 1) throw new UsageError('--max-rows takes a whole number from 1.');
  const target = targetOf(values);
  const names = await namesOf(target);
  const client = new AthenaClient(target.client);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const answer = await createAsk(client)(
    { sql, database: values.database ?? names.lakeDatabase, workGroup: names.workGroup, maxRows },
    stop.signal,
  );
  const render = values.json
    ? renderJson
    : values.csv
      ? renderCsv
      : (rows: typeof answer) => `${renderTable(rows, process.stdout.isTTY)}\n`;
  process.stdout.write(render(answer));
  if (process.stdout.isTTY && !values.json && !values.csv) {
    process.stdout.write(`${answer.rows.length} rows, ${answer.scannedBytes} bytes scanned, ${answer.elapsedMs} ms\n`);
  }
  return 0;
}
