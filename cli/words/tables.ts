import { Command } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

/** `lake tables`. `end` is told the exit code. */
export function tablesWords(end: (code: number) => void) {
  return ofLake(
    new Command('tables')
      .summary('what is in the lake: rows, sizes, how fresh, where from')
      .description(
        'Shows the tables of the lake: rows and size as they were last counted, values that did not fit their columns (rescued), partitions, when something was last written, and where the table comes from. ' +
          'Of one table also its columns with their types and what they are called in the files, and what reconcile has last found. No row is read for it.',
      )
      .argument('[NAME]', 'the table; all where none is named')
      .option('--raw', 'the tables of the raw database: events, facts, receipts, rejects')
      .option('--json', 'a line of JSON for each, for programs'),
    {
      examples: ['lake tables', 'lake tables stripe_charges', 'lake tables --json | jq "select(.rescued > 0)"'],
      exitCodes: ['0 done', '1 it failed', '2 the call is wrong, or there is no such table', '130 interrupted'],
    },
  ).action(async (name, options) => end(await (await import('../commands/tables.ts')).tables(name, options)));
}
