import { dollars } from '@tributary/shared/athena-cost.ts';
import { size } from '@tributary/shared/size.ts';
import { costOf } from '../jobs/cost.ts';
import { count } from '../terminal/count.ts';
import type { RecordsFound } from './find-record.ts';
import type { IdTrace } from './trace-id.ts';

/** What an id is of, and what was searched for it. `since`: as the call said it. */
export function renderId({ id, statement, rows, mentions, keys }: IdTrace, flags: string): string {
  const lines = [
    ...(statement === undefined
      ? []
      : [
          `${id} is a statement of ${statement.target}, services/${statement.service}`,
          `  begin lake jobs ${statement.target}${flags}`,
        ]),
    ...(rows === undefined ? [] : rowLines(id, rows)),
    ...(mentions === undefined || mentions.lines === 0
      ? []
      : [
          `${count(mentions.lines, 'line')} of the logs of ${mentions.functions.join(', ')} ${mentions.lines === 1 ? 'has' : 'have'} it`,
          `  begin lake logs --id ${id}${flags}`,
        ]),
    ...(mentions?.omitted ?? []).map((words) => `Not all was searched: ${words}`),
    ...(isFound({ statement, rows, mentions, keys }) ? [] : [unknown(id)]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

export function isFound({ statement, rows, mentions }: Omit<IdTrace, 'id'>): boolean {
  const records = rows === undefined || typeof rows === 'string' ? 0 : rows.records.length;
  return statement !== undefined || records > 0 || (mentions?.lines ?? 0) > 0;
}

function unknown(id: string): string {
  return `Nothing is known of ${id}. It may be older (--since 7d), wait in a queue, where no message can be looked for, or lie in a table without ids.`;
}

function rowLines(id: string, rows: RecordsFound | string): readonly string[] {
  if (typeof rows === 'string') return [`Rows could not be searched: ${rows}`];
  const { records, looked, scannedBytes } = rows;
  const cost = costOf({ lane: 'search', state: 'SUCCEEDED', scannedBytes }) ?? 0;
  return [
    ...records.map(({ table, path }) => `${id} is a row of ${table}${path === undefined ? '' : `, in ${path}`}`),
    ...(looked.length === 0
      ? []
      : [`(${count(looked.length, 'table')} searched, ${size(scannedBytes)} scanned, ${dollars(cost)} on AWS)`]),
  ];
}
