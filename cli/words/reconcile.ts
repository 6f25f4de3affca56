import { Command } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

/** `lake reconcile`. `end` is told the exit code. */
export function reconcileWords(end: (code: number) => void) {
  return ofLake(
    new Command('reconcile')
      .summary('compare files in raw with their tables, and mend what differs')
      .description(
        'Has the objects below raw/files and raw/saas, the files of their tables and the catalog compared, from listings, and stays until it is done: objects that no event told of become rows, ' +
          'partitions are registered and unregistered, rows are counted. Where no table is named, tables and partitions of events, facts, counts, receipts and rejects too: what lies in their folders ' +
          'and not in the catalog is registered. It runs each night by itself.',
      )
      .argument('[TABLE]', 'the table of files; all where none is named')
      .option('--json', 'a line of JSON for each table, for programs'),
    {
      examples: ['lake reconcile', 'lake reconcile stripe_charges --json', 'lake reconcile --stage prod'],
      exitCodes: [
        '0 done, also where something was found and mended',
        '1 it failed, or something was found that stays: files without objects, other types, wrong folders',
        '2 the call is wrong, or it is no table of files',
        '130 interrupted; reconcile goes on',
      ],
    },
  ).action(async (table, options) => end(await (await import('../commands/reconcile.ts')).reconcile(table, options)));
}
