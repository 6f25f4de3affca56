import { Command, Option } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';
import { since } from './since.ts';

/** `lake trace`. `end` is told the exit code. */
export function traceWords(end: (code: number) => void) {
  return ofLake(
    new Command('trace')
      .summary('the whole way of one object, record or message, and where it stands')
      .description(
        'Follows an object of raw to what it became: versions, receipts with what was rejected and where its bytes lie, files and partitions of the lake, enrichments and datasets that depend on it, and where it stands now. ' +
          'A file of the lake leads back to its raw object. An id is looked for among statements, then (by one query of Athena) among rows of logs, events and rejects, then in the logs.',
      )
      .argument(
        '<WHAT>',
        'a key below raw/ or lake/, s3://bucket/key, or the id of a record, event, statement or message',
      )
      .addOption(
        new Option('--since <TIME>', 'how far back an id is looked for: 2h or 3d ago, or an instant (ISO 8601)')
          .argParser((text) => since(text, Date.now()))
          .default(since('2d', Date.now()), '2d'),
      )
      .option('--json', 'a line of JSON for the id and for each object, for programs'),
    {
      notes: [
        'What cannot be known is said: which message of a queue is which object; which statement\nmerged it, where many did. Dead letters are received to be looked at, and stay.\nRows are searched by the days of their own time, and Athena is paid for what it scans.\n',
      ],
      examples: [
        'lake trace raw/files/shop/orders/year=2026/orders.csv',
        'lake trace 66c373a1f6d48511722752cd9ce6344c --since 12h --stage prod',
      ],
      exitCodes: [
        '0 it is on its way or through',
        '1 nothing is known of it, or it stands still: the last line has the command',
        '2 the call is wrong',
        '130 interrupted',
      ],
    },
  ).action(async (what, options) => end(await (await import('../commands/trace.ts')).trace(what, options)));
}
