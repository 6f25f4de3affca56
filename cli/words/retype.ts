import { Command } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

/** `lake retype`. `end` is told the exit code. */
export function retypeWords(end: (code: number) => void) {
  return ofLake(
    new Command('retype')
      .summary('make a table of files again with other types')
      .description(
        'Has a table of files made again from what lies in raw, beside the old one, and shown in its place in one step: with the types that are named, and for all other columns what its files show. ' +
          'Queries go on meanwhile. What was rescued and fits now stands in its column.',
      )
      .argument('<TABLE>', 'the table of files')
      .argument('[PAIR...]', 'columns and their types, one after the other: amount double created date')
      .option('--force', 'also where objects are gone from the raw bucket: the table has none of their rows any more')
      .option('--no-wait', 'do not stay until it is done')
      .option('--json', 'what changed as a line of JSON, for programs'),
    {
      notes: [
        'Types that are named stay, whatever lands later; those of services/catalog/tables.yml also in a lake that is\nmade anew. Ctrl-C ends the waiting, not the work.\n',
      ],
      examples: [
        'lake retype stripe_charges',
        "lake retype shop_orders total 'decimal(12,2)' zip string",
        'lake retype shop_orders --no-wait --stage prod',
      ],
      exitCodes: [
        '0 done; with --no-wait: told the service',
        '1 it failed, or nothing moves',
        '2 the call is wrong: no such table, column or type, or objects of its rows are gone',
        '130 interrupted; the work goes on',
      ],
    },
  ).action(async (table, words, options) =>
    end(await (await import('../commands/retype.ts')).retype(table, words, options)),
  );
}
