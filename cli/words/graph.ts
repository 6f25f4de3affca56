import { Command } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';
import { someText } from './read-value.ts';

/** `lake graph`. `end` is told the exit code. */
export function graphWords(end: (code: number) => void) {
  return ofLake(
    new Command('graph')
      .summary('what is made of what, layer by layer, and how each table stands')
      .description(
        'Draws the tables and views that services declare with what they read: layer by layer, each with its state and when it was made. Of one it draws what it hangs on, and what hangs on it. Copies of datasets elsewhere are part of it.',
      )
      .argument('[NAME]', 'the table or view; all where none is named')
      .option('--svg <FILE>', 'write it as a picture', someText)
      .option('--json', 'one line of JSON, for programs'),
    {
      notes: [
        'fresh: made after all that it reads. behind: what it reads was made later. runs, waits. held: it\nwaits for what it reads. failed: something is set aside, or its last statement failed. new: not made yet.\nA line joins the lanes of what it reads (├ ┤ ┼ ┘), and passes others behind them (─│─).\n',
      ],
      examples: ['lake graph', 'lake graph integration_usage', 'lake graph --svg graph.svg --stage prod'],
      exitCodes: [
        '0 done, also where something has failed or is behind',
        '1 it failed, or no service is deployed',
        '2 the call is wrong, or what a service declares',
        '130 interrupted',
      ],
    },
  ).action(async (name, options) => end(await (await import('../commands/graph.ts')).graph(name, options)));
}
